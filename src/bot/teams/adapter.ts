import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import type {
  AuthenticateRequestResult,
  ConnectorClient,
  ConnectorFactory,
  ServiceClientCredentialsFactory,
  UserTokenClient,
} from 'botframework-connector'
import { channelIssuer } from './settings.ts'
import type { TeamsAddresses } from './settings.ts'
import type { Bearer } from './bearer.ts'

/** Botbuilder's share of the work: who may call, and the turn in which a call is answered. */
export interface BotAdapter {
  readonly adapter: CloudAdapter
  readonly authentication: ConfigurationBotFrameworkAuthentication
}

/**
 * A CloudAdapter that builds its clients once instead of twice per request. They are never called: messages go out
 * through `connector.ts`, whose failures are exact enough to tell a message that was lost from one that was not sent.
 */
export const createAdapter = (
  appId: string,
  addresses: TeamsAddresses,
  bearer: Bearer,
  allowed: (serviceUrl: string) => boolean,
): BotAdapter => {
  const authentication = new DeskAuthentication(
    {
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: channelIssuer,
      ToBotFromChannelTokenIssuer: channelIssuer,
      OAuthUrl: channelIssuer,
      ToBotFromChannelOpenIdMetadataUrl: addresses.openIdMetadataUrl,
      // Emulator and skill tokens are turned away before they get here; their keys are looked for nowhere else.
      ToBotFromEmulatorOpenIdMetadataUrl: addresses.openIdMetadataUrl,
    },
    credentialsFactory(appId, bearer, allowed),
    { requiredEndorsements: ['msteams'] },
  )
  return { adapter: new CloudAdapter(authentication), authentication }
}

const credentialsFactory = (
  appId: string,
  bearer: Bearer,
  allowed: (serviceUrl: string) => boolean,
): ServiceClientCredentialsFactory => ({
  isValidAppId: async (audience) => audience === appId,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => ({
    signRequest: async (request) => {
      if (!allowed(request.url)) throw new Error('The token is sent to allowed service URLs only.')
      request.headers.set('authorization', `Bearer ${await bearer.get()}`)
      return request
    },
  }),
})

type Claims = AuthenticateRequestResult['claimsIdentity']

class DeskAuthentication extends ConfigurationBotFrameworkAuthentication {
  #userTokens: Promise<UserTokenClient> | undefined
  readonly #factories = new Map<string, ConnectorFactory>()

  override async authenticateRequest(
    ...request: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ): Promise<AuthenticateRequestResult> {
    const result = await super.authenticateRequest(...request)
    return { ...result, connectorFactory: this.#factoryFor(request[0].serviceUrl, result) }
  }

  override async createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(claims)
    return await this.#userTokens
  }

  #factoryFor(serviceUrl: string, result: AuthenticateRequestResult): ConnectorFactory {
    const kept = this.#factories.get(serviceUrl)
    if (kept !== undefined) return kept
    const original = result.connectorFactory ?? this.createConnectorFactory(result.claimsIdentity)
    let client: Promise<ConnectorClient> | undefined
    const factory: ConnectorFactory = {
      create: async (url, audience) => {
        client ??= original.create(url, audience)
        return await client
      },
    }
    // Service URLs come signed from the platform, a few per region; the bound is for the day that changes.
    if (this.#factories.size >= 100) this.#factories.clear()
    this.#factories.set(serviceUrl, factory)
    return factory
  }
}
