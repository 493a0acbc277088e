/** What was asked cannot be done; the message tells a person why, without any secret. */
export class AdministrationError extends Error {
  override readonly name = 'AdministrationError'
}
