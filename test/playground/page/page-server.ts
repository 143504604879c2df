import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { SimulatedChat } from '../../../playground/chat.ts'
import type { PagePerson, Suggestion } from '../../../playground/page/people.ts'
import { createPlaygroundPage } from '../../../playground/page/page.ts'

export const people: readonly PagePerson[] = [
  { platform: 'slack', user: 'mia', zone: 'Europe/Berlin', roles: ['Requester'] },
  { platform: 'slack', user: 'ben', zone: 'Asia/Kathmandu', roles: ['Lead of Network'] },
  { platform: 'teams', user: 'mia', zone: 'Europe/Berlin', roles: ['Requester'] },
]

const incident: Suggestion = {
  platform: 'slack',
  user: 'mia',
  name: 'Mia Chen',
  words: '/desk incident Printer on fire',
}

/** The page on a free port of the loopback. */
export const servePage = async (slack: SimulatedChat, teams: SimulatedChat, suggestion = incident) => {
  const page = createPlaygroundPage({ slack, teams, people, suggestions: [suggestion] })
  const server = createServer((request, response) => {
    void page.handle(request, response).then((handled) => {
      if (!handled) response.writeHead(404).end('not the page')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async (): Promise<void> => {
      page.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
