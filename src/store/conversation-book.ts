import type { Kysely } from 'kysely'
import type { Identity } from '../domain/person.ts'
import type { Database } from './schema.ts'

/** What the edges remember about conversations; what is unchanged costs no write. */
export const createConversationBook = (db: Kysely<Database>) => {
  const urls = new Map<string, string>()
  return {
    async direct({ platform, tenant, user }: Identity): Promise<string | undefined> {
      const row = await db
        .selectFrom('direct_conversations')
        .select('conversation')
        .where('platform', '=', platform)
        .where('tenant', '=', tenant)
        .where('user_id', '=', user)
        .executeTakeFirst()
      return row?.conversation
    },

    async rememberDirect({ platform, tenant, user }: Identity, conversation: string): Promise<void> {
      await db
        .insertInto('direct_conversations')
        .values({ platform, tenant, user_id: user, conversation })
        .onConflict((conflict) =>
          conflict.columns(['platform', 'tenant', 'user_id']).doUpdateSet({ conversation }),
        )
        .execute()
    },

    async serviceUrl(tenant: string): Promise<string | undefined> {
      const known = urls.get(tenant)
      if (known !== undefined) return known
      const row = await db
        .selectFrom('service_urls')
        .select('url')
        .where('tenant', '=', tenant)
        .executeTakeFirst()
      if (row !== undefined) urls.set(tenant, row.url)
      return row?.url
    },

    async rememberServiceUrl(tenant: string, url: string): Promise<void> {
      if (urls.get(tenant) === url) return
      await db
        .insertInto('service_urls')
        .values({ tenant, url })
        .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ url }))
        .execute()
      urls.set(tenant, url)
    },
  }
}
