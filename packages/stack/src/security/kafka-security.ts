import type { Lock } from './lock.ts'

/** The lines of a broker's properties that make it ask for names and permit nothing that is not granted; without a lock those of an open one. */
export const listenerProperties = (address: string, controllerAddress: string, lock: Lock | undefined): string => {
  const listeners = (protocol: string) => `listeners=${protocol}://${address},CONTROLLER://${controllerAddress}
controller.listener.names=CONTROLLER`
  if (lock === undefined) return listeners('PLAINTEXT')
  const { admin, keyStoreFile, certificateFile } = lock
  // The controller speaks to itself alone, on this machine: as nobody, who is therefore to be trusted there.
  return `${listeners('SASL_SSL')}
listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${admin.name}" password="${admin.password}";
ssl.keystore.type=PEM
ssl.keystore.location=${keyStoreFile}
ssl.truststore.type=PEM
ssl.truststore.location=${certificateFile}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:${admin.name};User:ANONYMOUS`
}

/** For formatting: users have to be known before anybody could ask for them. */
export const scramArguments = (lock: Lock | undefined): readonly string[] =>
  lock === undefined
    ? []
    : Object.entries({ ...lock.users, [lock.admin.name]: lock.admin.password }).flatMap(([name, password]) => [
        '--add-scram',
        `SCRAM-SHA-512=[name=${name},password=${password}]`,
      ])
