import { ada, appId, tenant } from './harness.ts'

let count = 0
/** A fresh activity id, as the platform gives one to every act. */
export const nextId = (): string => {
  count += 1
  return `17000000000${count}`
}

const common = (serviceUrl: string) => ({
  id: nextId(),
  channelId: 'msteams',
  serviceUrl,
  from: { id: ada.id, name: ada.name, aadObjectId: ada.objectId },
  recipient: { id: `28:${appId}`, name: 'Desk' },
  channelData: { tenant: { id: tenant } },
})

export const inPerson = { id: 'a:ada-and-desk', conversationType: 'personal', tenantId: tenant }
export const channel = '19:requests@thread.tacv2'
export const inThread = (root: string) => ({
  id: `${channel};messageid=${root}`,
  conversationType: 'channel',
  isGroup: true,
  tenantId: tenant,
})

export const message = (serviceUrl: string, text: string, more: object = {}) => ({
  type: 'message',
  textFormat: 'plain',
  text,
  conversation: inPerson,
  ...common(serviceUrl),
  ...more,
})

export const invoke = (serviceUrl: string, name: string, value: unknown, more: object = {}) => ({
  type: 'invoke',
  name,
  value,
  conversation: inPerson,
  replyToId: '1690000000001',
  ...common(serviceUrl),
  ...more,
})

export const execute = (serviceUrl: string, verb: string, data: unknown, more: object = {}) =>
  invoke(
    serviceUrl,
    'adaptiveCard/action',
    { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    more,
  )
