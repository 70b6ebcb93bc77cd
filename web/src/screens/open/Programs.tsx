import { CopyBlock } from '../../open/text.tsx'
import { useWords } from '../../open/words.ts'
import type { OpenPage } from './types.ts'

/** How a program reads this resource, in lines that run as they are. */
export function Programs({ page }: { page: OpenPage }) {
  const { words } = useWords()
  return (
    <>
      <p>{words.apiNote}</p>
      {snippetsOf(page).map(({ name, text }) => (
        <div key={name} className="open-snippet">
          <h3>{words.snippets[name]}</h3>
          <CopyBlock label={words.snippets[name]} text={text} />
        </div>
      ))}
      <p>
        <a href="/api/open/catalog.jsonld">{words.dcat}</a>
      </p>
    </>
  )
}

// The address the reader uses, not the one the server believes it has. Names of columns pass through JSON, quotes
// through the shell's own escape, so that no name of a column ends the text it stands in.
function snippetsOf({ id, columns }: OpenPage) {
  const at = `${location.origin}/api/open/resources/${id}`
  const day = columns.find(({ type }) => type === 'date')
  const condition = day
    ? { field: day.name, op: 'ge', value: '2024-01-01' }
    : { not: { field: columns[0]?.name ?? '', op: 'isNull' } }
  const filter = `filter=${JSON.stringify(condition)}`.replaceAll("'", `'\\''`)
  return [
    { name: 'curl', text: `curl -fL '${at}/file.csv' -o ${id}.csv\ncurl -f '${at}/rows?limit=10'` },
    {
      name: 'filter',
      text: `curl -fG '${at}/rows' \\\n  --data-urlencode '${filter}' \\\n  -d limit=10`,
    },
    {
      name: 'pandas',
      text: `import pandas as pd\n\nframe = pd.read_csv("${at}/file.csv", dtype=str)\nprint(frame.head())`,
    },
  ] as const
}
