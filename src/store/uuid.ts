/** True for what PostgreSQL takes as a uuid: asked of ids that come out of a chat, where they may be forged. */
export const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
