import type { Admin } from 'kafkajs'
import { kafkajs } from './kafkajs.ts'
import type { AclSpec } from './port.ts'

const { AclResourceTypes, ResourcePatternTypes, AclOperationTypes, AclPermissionTypes } = kafkajs

const resources = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
} as const
const patterns = { literal: ResourcePatternTypes.LITERAL, prefixed: ResourcePatternTypes.PREFIXED } as const
const operations = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE,
  delete: AclOperationTypes.DELETE,
} as const

/** Adds what is missing: Kafka keeps one of equal entries. */
export const createAcls = async (admin: Admin, acls: readonly AclSpec[]): Promise<void> => {
  const acl = acls.flatMap(({ principal, resource, name, pattern, operations: wanted }) =>
    wanted.map((operation) => ({
      principal,
      host: '*',
      resourceType: resources[resource],
      resourceName: name,
      resourcePatternType: patterns[pattern],
      operation: operations[operation],
      permissionType: AclPermissionTypes.ALLOW,
    })),
  )
  await admin.createAcls({ acl })
}
