import { Button } from 'antd'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialogue } from './Dialogue.tsx'
import { Kbd } from './text.tsx'

const kept = 'zhishu.keys'
const watchers = new Set<() => void>()

/** Single-key commands can be switched off (WCAG 2.2, 2.1.4). */
function setKeysOn(on: boolean): void {
  localStorage.setItem(kept, on ? 'on' : 'off')
  for (const tell of watchers) tell()
}

function useKeysOn(): boolean {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => localStorage.getItem(kept) !== 'off',
  )
}

/** Runs a command on its key, except while something is typed, in a dialogue, or with keys switched off. */
export function useKeys(commands: Readonly<Record<string, () => void>>): void {
  const on = useKeysOn()
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (event.target instanceof Element && isBusy(event.target)) return
      const command = latest.current[event.key]
      if (!command) return
      event.preventDefault()
      command()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [on])
}

function isBusy(target: Element): boolean {
  return target.closest('dialog, textarea, select, input:not([type="checkbox"]):not([type="radio"])') !== null
}

/** A button and a key that show what the keys do, and the switch for them. */
export function KeyHelp({ rows }: { rows: readonly (readonly [keys: readonly string[], does: string])[] }) {
  const { t } = useTranslation('parts')
  const [open, setOpen] = useState(false)
  const on = useKeysOn()
  useKeys({ '?': () => setOpen(true) })
  return (
    <>
      <Button aria-keyshortcuts="?" onClick={() => setOpen(true)}>
        {t('keys.title')} <Kbd>?</Kbd>
      </Button>
      <Dialogue
        title={t('keys.title')}
        open={open}
        onClose={() => setOpen(false)}
        actions={<Button onClick={() => setOpen(false)}>{t('keys.close')}</Button>}
      >
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">{t('keys.key')}</th>
              <th scope="col">{t('keys.does')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([keys, does]) => (
              <tr key={does}>
                <td>
                  {keys.map((key) => (
                    <span key={key}>
                      <Kbd>{key}</Kbd>{' '}
                    </span>
                  ))}
                </td>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <label>
          <input type="checkbox" checked={on} onChange={(event) => setKeysOn(event.target.checked)} />
          {t('keys.on')} <span className="soft">{t('keys.onNote')}</span>
        </label>
      </Dialogue>
    </>
  )
}
