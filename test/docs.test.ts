import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../src/metrics.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const pagesBelow = (folder: string, deep: boolean): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return deep ? pagesBelow(path, deep) : []
    return path.endsWith('.md') ? [path] : []
  })

const pages = [
  ...pagesBelow('.', false),
  ...['docs', 'manifests'].flatMap((folder) => pagesBelow(folder, true)),
]

/** What is between fences is an example of something, not about this project. */
const prose = (page: string): string => read(page).replaceAll(/^ *```[\s\S]*?^ *```/gm, '')

/** As GitHub makes them of headings. */
const anchorsOf = (page: string): string[] =>
  [...prose(page).matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Names in backticks in the first column of the tables below a heading. */
const firstColumn = (page: string, heading: string): string[] => {
  const section = read(page).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)
}

describe('what the pages say is there', () => {
  it('every link inside the project leads somewhere', () => {
    const dead = pages.flatMap((page) =>
      [
        ...prose(page)
          .replaceAll(/`[^`\n]+`/g, '')
          .matchAll(/\]\(([^)\s]+)\)/g),
      ]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => {
          const [file = '', anchor] = target.split('#')
          const path = file === '' ? page : relative(root, resolve(root, dirname(page), file))
          if (!existsSync(join(root, path))) return true
          return anchor !== undefined && !anchorsOf(path).includes(anchor)
        })
        .map((target) => `${page}: ${target}`),
    )
    expect(dead).toEqual([])
  })

  it('every file and folder that is named exists', () => {
    const rooms = /^(?:src|test|playground|bench|docs|manifests|examples|migrations)\//
    const missing = pages.flatMap((page) =>
      [...prose(page).matchAll(/`([^`\s]+)`/g)]
        .map(([, name = '']) => name)
        // The worked examples name what is not there yet.
        .filter((name) => rooms.test(name) && !/NNNN|requests\.ts/.test(name))
        .filter((name) => !existsSync(join(root, name)))
        .map((name) => `${page}: ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('every npm script that is named can be run, and every one is named in CONTRIBUTING', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, script = '']) => script),
    )
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([])
    const contributing = read('CONTRIBUTING.md')
    expect(Object.keys(scripts).filter((script) => !contributing.includes(script))).toEqual([])
  })

  it('pictures are pictures', () => {
    for (const picture of readdirSync(join(root, 'docs/pictures')))
      expect(
        readFileSync(join(root, 'docs/pictures', picture))
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG')
  })

  it('decisions are numbered without a gap, and begin with their number', () => {
    const decisions = readdirSync(join(root, 'docs/decisions')).sort()
    decisions.forEach((file, index) => {
      const number = String(index + 1).padStart(4, '0')
      expect(basename(file)).toMatch(new RegExp(`^${number}-[a-z-]+\\.md$`))
      expect(read(join('docs/decisions', file))).toMatch(
        new RegExp(
          `^# ${number} [\\s\\S]*\\*\\*Context\\.\\*\\*[\\s\\S]*\\*\\*Decision\\.\\*\\*[\\s\\S]*\\*\\*Consequences\\.\\*\\*`,
        ),
      )
    })
  })
})

describe('what operators are told is so', () => {
  it('the settings are those that are read, with their defaults', () => {
    const variables = read('src/config.ts').split('const variables = z.object({')[1]?.split('\n})')[0] ?? ''
    const names = [...variables.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name)
    expect(names).toContain('DATABASE_URL')
    expect(firstColumn('docs/operations.md', 'Settings')).toEqual(names)
    const table = read('docs/operations.md')
    for (const [, value = ''] of variables.matchAll(/\.default\(['"]?([^'"[\])]+)/g))
      expect(table).toContain(value)
  })

  it('the metrics are those that are exposed', async () => {
    const { text } = await createMetrics().expose()
    const exposed = [...text.matchAll(/^# TYPE (bellwire_\w+) (\w+)$/gm)].map(
      ([, name, kind]) => `${name} ${kind}`,
    )
    const told = [...read('docs/operations.md').matchAll(/^\| `(bellwire_\w+)` \| (\w+) \|/gm)].map(
      ([, name, kind]) => `${name} ${kind}`,
    )
    expect(exposed).not.toHaveLength(0)
    expect(told).toEqual(exposed)
  })

  it('the states of a message are those that the database allows', () => {
    const [, states = ''] =
      /create table deliveries[\s\S]*?check \(state in\s*\(([^)]*)\)/.exec(
        read('migrations/0001_foundation.sql'),
      ) ?? []
    expect(firstColumn('docs/operations.md', 'When a message did not arrive').sort()).toEqual(
      [...states.matchAll(/'(\w+)'/g)].map(([, state = '']) => state).sort(),
    )
  })

  it('the scopes are those of the manifest', () => {
    const { oauth_config } = JSON.parse(read('manifests/slack.json')) as {
      oauth_config: { scopes: { bot: readonly string[] } }
    }
    const told = [
      ...(read('docs/connect-slack.md').split('## What each scope is for')[1] ?? '').matchAll(
        /^\| (.+?) \|/gm,
      ),
    ]
      .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, scope = '']) => scope))
      .sort()
    expect(told).toEqual([...oauth_config.scopes.bot].sort())
  })

  it.each([
    ['src/store/deliveries.ts', /leaseSeconds = (\d+)/, 'docs/operations.md', 'a lease of # seconds'],
    ['src/service.ts', /attempts: (\d+)/, 'docs/operations.md', 'given up after # attempts'],
    ['src/store/group.ts', /most = (\d+)/, 'docs/architecture.md', 'up to # in one statement'],
    ['src/store/security-events.ts', /most = (\d+)/, 'docs/operations.md', 'up to # different ones'],
    ['src/store/database.ts', /poolSize \?\? (\d+)/, 'docs/operations.md', 'up to # connections'],
    ['src/domain/incident-command.ts', /title: (\d+)/, 'docs/using.md', 'at most # characters'],
    ['src/store/offers.ts', /hours: (\d+) \* 24/, 'docs/security.md', '# days'],
  ])('a figure of %s is told as it is', (file, where, page, told) => {
    const figure = Number(where.exec(read(file))?.[1])
    const words = { 10: 'ten', 1000: '1,000' }[figure] ?? String(figure)
    expect(read(page)).toContain(told.replace('#', words))
  })
})
