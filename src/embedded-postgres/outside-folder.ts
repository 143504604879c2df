import { chmod, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure, systemErrorCode } from './failure.ts'

/** Creates `folder` for us alone to write in, or takes it when it is already that. */
const claim = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder)
    // A strict umask must not lock the server's account out.
    await chmod(folder, 0o755)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
  const found = await lstat(folder)
  // In a shared folder somebody else could have put theirs there first, and with it programs for us to run.
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw failure(
      `The folder ${folder} is not safe to use: it must be a folder that only its owner, you, can write to.`,
    )
  }
}

/**
 * The folder outside the project for what the server's account must reach: as root the system's place for
 * lasting state, else (or where that is read-only) one below the temporary folder.
 */
export const outsideFolder = async (given?: string): Promise<string> => {
  const uid = process.getuid?.() ?? 0
  const temporary = join(tmpdir(), `bellwire-${uid}`)
  if (given !== undefined || uid !== 0) {
    const folder = given ?? temporary
    await claim(folder)
    return folder
  }
  try {
    await mkdir('/var/lib', { recursive: true })
    await claim('/var/lib/bellwire')
    return '/var/lib/bellwire'
  } catch (error) {
    if (!['EROFS', 'EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) throw error
    await claim(temporary)
    return temporary
  }
}
