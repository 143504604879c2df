import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return path.endsWith('.ts') ? [path] : []
  })

interface SourceFile {
  readonly path: string
  readonly text: string
  /** Project paths of files, or names of packages. */
  readonly imports: readonly { readonly to: string; readonly types: boolean }[]
}

const importLine = /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm

const read = (path: string): SourceFile => {
  const text = readFileSync(path, 'utf8')
  const imports = [...text.matchAll(importLine)].map(([, types, to = '']) => ({
    to: to.startsWith('.') ? relative(root, resolve(dirname(path), to)) : to,
    types: types !== undefined,
  }))
  return { path: relative(root, path), text, imports }
}

const sources = ['src', 'playground'].flatMap((folder) => filesBelow(join(root, folder))).map(read)
const below = (...rooms: string[]): readonly SourceFile[] =>
  sources.filter(({ path }) => rooms.some((room) => path === room || path.startsWith(`${room}/`)))

/** Each room with what it may import, as path prefixes and package names; its own files always. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  'src/desk-file': ['src/domain', 'zod', 'yaml'],
  'src/store': ['src/domain', 'kysely', 'pg', 'pg-boss', 'node:'],
  'src/embedded-postgres': ['node:'],
  'src/calendar': ['src/domain', 'ical-generator'],
  'src/charts': ['vega', 'vega-lite', '@resvg/', 'node:'],
  'src/bot/ui': ['src/domain'],
  'src/bot/views': ['src/domain', 'src/bot/ui'],
  'src/bot/conversation': [
    'src/domain',
    'src/bot/ui',
    'src/bot/views',
    'src/bot/intent.ts',
    'src/bot/reply.ts',
    'src/bot/chat-port.ts',
    'src/spelling.ts',
  ],
  'src/bot/jobs': [
    'src/domain',
    'src/bot/ui',
    'src/bot/views',
    'src/bot/chat-port.ts',
    'src/bot/edge.ts',
    'node-cron',
  ],
  'src/bot/slack': ['src/domain', 'src/bot/ui', ...neutral(), '@slack/', 'zod', 'node:'],
  'src/bot/teams': ['src/domain', 'src/bot/ui', ...neutral(), 'botbuilder', 'botframework-', 'zod', 'node:'],
}

function neutral(): readonly string[] {
  return ['src/bot/intent.ts', 'src/bot/reply.ts', 'src/bot/chat-port.ts', 'src/bot/edge.ts']
}

/** Rooms that may know the types of another's rows while its functions are handed in. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  'src/bot/conversation': ['src/store'],
  'src/bot/jobs': ['src/store'],
}

describe('who may import whom', () => {
  for (const [room, allowed] of Object.entries(rooms)) {
    it(`${room} imports only what it may`, () => {
      expect(below(room)).not.toHaveLength(0)
      const wrong = below(room).flatMap(({ path, imports }) =>
        imports
          .filter(({ to, types }) => {
            const may = [room, ...allowed, ...(types ? (typesOnly[room] ?? []) : [])]
            return !may.some(
              (prefix) =>
                to === prefix ||
                to.startsWith(
                  prefix.endsWith(':') || prefix.endsWith('-') || prefix.endsWith('/')
                    ? prefix
                    : `${prefix}/`,
                ),
            )
          })
          .map(({ to }) => `${path} imports ${to}`),
      )
      expect(wrong).toEqual([])
    })
  }

  it('a platform SDK stays in its room', () => {
    const outside = sources
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ to }) =>
              (to.startsWith('@slack/') && !path.startsWith('src/bot/slack/')) ||
              (/^bot(builder|framework)/.test(to) && !path.startsWith('src/bot/teams/')),
          )
          .map(({ to }) => `${path} imports ${to}`),
      )
    expect(outside).toEqual([])
  })

  it('nothing that draws is loaded outside of the thread that draws', () => {
    const drawing = ['src/charts/draw.ts', 'src/charts/worker.ts']
    const loaders = below('src').flatMap(({ path, imports }) =>
      imports
        .filter(({ to, types }) => !types && (/^(vega|@resvg\/)/.test(to) || drawing.includes(to)))
        .map(() => path),
    )
    expect([...new Set(loaders)].toSorted()).toEqual(drawing)
  })

  it('only the composition root knows the playground, and the playground nothing of the bot', () => {
    const knows = below('src').filter(({ imports }) => imports.some(({ to }) => to.startsWith('playground/')))
    expect(knows.map(({ path }) => path)).toEqual(['src/playground-mode.ts'])
    const peeks = below('playground/slack', 'playground/teams').flatMap(({ path, imports }) =>
      imports
        .filter(({ to, types }) => to.startsWith('src/') && !types)
        .map(({ to }) => `${path} imports ${to}`),
    )
    expect(peeks).toEqual([])
  })

  it('only the proposer of holidays knows their data, and only the desk command loads it, when asked', () => {
    const knows = below('src').filter(({ text }) => /['"]date-holidays['"]/.test(text))
    expect(knows.map(({ path }) => path)).toEqual(['src/holidays.ts'])
    const loads = sources.filter(({ text }) => /['"][./]*\/holidays\.ts['"]/.test(text))
    expect(loads.map(({ path }) => path)).toEqual(['src/desk.ts'])
    expect(loads.flatMap(({ imports }) => imports.map(({ to }) => to))).not.toContain('src/holidays.ts')
  })

  it('only the room for calendars writes them', () => {
    const knows = below('src').filter(({ imports }) => imports.some(({ to }) => to === 'ical-generator'))
    expect(knows.map(({ path }) => path)).toEqual(['src/calendar/change-calendar.ts'])
  })

  it('main is imported by nothing', () => {
    const importers = sources.filter(({ imports }) => imports.some(({ to }) => to === 'src/main.ts'))
    expect(importers).toEqual([])
  })

  it('there are no cycles', () => {
    const graph = new Map(
      sources.map(({ path, imports }) => [path, imports.filter(({ types }) => !types).map(({ to }) => to)]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
        return
      }
      if (done.has(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })
})

describe('what a room may not do', () => {
  it('the domain knows neither the time nor chance', () => {
    const impure = /Date\.now|new Date\(|Math\.random|randomUUID|Temporal\.Now|performance\.now|process\./
    expect(below('src/domain').filter(({ text }) => impure.test(text))).toEqual([])
  })

  it('only the settings reader looks at the environment', () => {
    const readers = below('src').filter(({ text }) => text.includes('process.env'))
    expect(readers.map(({ path }) => path)).toEqual(['src/config.ts'])
  })

  it('files hold one idea each, below about 300 lines, and there are no barrels', () => {
    // What is generated grows with the tables.
    const written = sources.filter(({ path }) => path !== 'src/store/schema.ts')
    const long = written.filter(({ text }) => text.split('\n').length > 320)
    expect(long.map(({ path }) => path)).toEqual([])
    expect(sources.filter(({ text }) => /^export \* from/m.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('migrations are numbered and named', () => {
    expect(
      readdirSync(join(root, 'migrations')).filter((file) => !/^\d{4}_[a-z_]+\.sql$/.test(file)),
    ).toEqual([])
  })
})
