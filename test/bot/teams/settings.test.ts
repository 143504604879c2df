import { describe, expect, it } from 'vitest'
import { addressesOf } from '../../../src/bot/teams/settings.ts'
import { allowServiceUrls } from '../../../src/bot/teams/service-urls.ts'

const settings = {
  appId: 'app',
  appPassword: 'secret',
  appType: 'SingleTenant',
  tenantId: 'home',
  serviceUrls: [],
} as const

describe('settings', () => {
  it("are Microsoft's unless set", () => {
    expect(addressesOf(settings)).toEqual({
      openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      tokenUrl: 'https://login.microsoftonline.com/home/oauth2/v2.0/token',
      serviceUrls: ['https://smba.trafficmanager.net/'],
    })
    expect(addressesOf({ ...settings, appType: 'MultiTenant' }).tokenUrl).toBe(
      'https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token',
    )
  })

  it.each([
    { tokenUrl: 'http://login.example/token' },
    { openIdMetadataUrl: 'http://keys.example/' },
    { serviceUrls: ['http://smba.example/'] },
    { tokenUrl: 'not an address' },
    { appPassword: '' },
    { tenantId: '' },
  ])('refuse %o', (wrong) => {
    expect(() => addressesOf({ ...settings, ...wrong })).toThrow(/\w/)
  })

  it('accept plain http on loopback', () => {
    const local = { ...settings, tokenUrl: 'http://127.0.0.1:4000/token' }
    expect(addressesOf(local).tokenUrl).toBe('http://127.0.0.1:4000/token')
  })
})

describe('allowed service URLs', () => {
  const allowed = allowServiceUrls(['https://smba.trafficmanager.net/emea'])
  it.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://smba.trafficmanager.net/emea', true],
    ['https://smba.trafficmanager.net:443/emea/x/', true],
    ['https://SMBA.trafficmanager.net/emea/x', true],
    ['https://smba.trafficmanager.net/emeaextra/', false],
    ['https://smba.trafficmanager.net/emea/../amer/', false],
    ['https://smba.trafficmanager.net/emea/%2e%2e/amer/', false],
    ['https://smba.trafficmanager.net.evil.example/emea/', false],
    ['https://smba.trafficmanager.net@evil.example/emea/', false],
    ['https://user:word@smba.trafficmanager.net/emea/', false],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://smba.trafficmanager.net:8443/emea/', false],
    ['', false],
  ])('%s: %s', (address, verdict) => {
    expect(allowed(address)).toBe(verdict)
  })
})
