/** What the Teams edge must know about its registration. Addresses are Microsoft's unless set. */
export interface TeamsSettings {
  readonly appId: string
  readonly appPassword: string
  readonly appType: 'SingleTenant' | 'MultiTenant'
  /** The only tenant that is let in; empty lets every tenant in. */
  readonly tenantId: string
  /** Where the keys of incoming tokens are published. */
  readonly openIdMetadataUrl?: string
  /** Where outgoing tokens are issued. */
  readonly tokenUrl?: string
  /** Prefixes of the Bot Connector addresses that are believed and written to; empty means Microsoft's. */
  readonly serviceUrls: readonly string[]
}

/** The same with every address filled in. */
export interface TeamsAddresses {
  readonly openIdMetadataUrl: string
  readonly tokenUrl: string
  readonly serviceUrls: readonly string[]
}

/** learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const channelIssuer = 'https://api.botframework.com'
export const channelScope = 'https://api.botframework.com/.default'
const microsoftKeys = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
const microsoftServiceUrls = ['https://smba.trafficmanager.net/']

/** Fills in Microsoft's addresses. Throws when one that was set is neither https nor loopback, or the secret is missing. */
export const addressesOf = (settings: TeamsSettings): TeamsAddresses => {
  if (settings.appId === '' || settings.appPassword === '') {
    throw new Error('Teams needs both MicrosoftAppId and MicrosoftAppPassword.')
  }
  if (settings.appType === 'SingleTenant' && settings.tenantId === '') {
    throw new Error('A single-tenant Teams app needs MicrosoftAppTenantId.')
  }
  const authority = settings.appType === 'SingleTenant' ? settings.tenantId : 'botframework.com'
  const serviceUrls = settings.serviceUrls.length === 0 ? microsoftServiceUrls : settings.serviceUrls
  return {
    openIdMetadataUrl: trusted(settings.openIdMetadataUrl ?? microsoftKeys),
    tokenUrl: trusted(
      settings.tokenUrl ??
        `https://login.microsoftonline.com/${encodeURIComponent(authority)}/oauth2/v2.0/token`,
    ),
    serviceUrls: serviceUrls.map(trusted),
  }
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const trusted = (address: string): string => {
  const url = URL.parse(address)
  if (url === null) throw new Error(`Not an address: ${address}`)
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
  if (!safe) throw new Error(`Plain http is accepted for loopback only: ${address}`)
  return url.href
}
