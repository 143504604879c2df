import type { Place } from '../domain/place.ts'

/**
 * What a channel is called where nobody can be asked: in the playground, whose channel ids are readable.
 * `C0BUSINESS` is `business`, `19:business-apps@thread.tacv2` is `Business apps`, as each chat writes its names.
 */
export const channelName = ({ platform, conversation }: Place): string => {
  if (platform === 'slack') return conversation.replace(/^[CG]0?/, '').toLowerCase()
  const words = conversation.replace(/^19:/, '').replace(/@.*$/, '').replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
