import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icons.tsx'
import { languages, tagOf } from '../texts/language.ts'
import { type Preferences, setPreferences, usePreferences } from './preferences.ts'

/** Language is one press away; theme and type size stand behind a disclosure. */
export function DisplaySettings() {
  const { t } = useTranslation('shell')
  const { language, theme, large } = usePreferences()
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      const isOutside =
        event instanceof KeyboardEvent ? event.key === 'Escape' : !box.current?.contains(event.target as Node)
      if (isOutside && box.current?.open) box.current.open = false
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [])
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <>
      <button
        type="button"
        className="header-button"
        lang={tagOf[other]}
        onClick={() => setPreferences({ language: other })}
      >
        {t(`language.${other}`)}
      </button>
      <details className="display" ref={box}>
        <summary className="header-button">
          <Icon name="gear" /> <span>{t('preferences')}</span>
        </summary>
        <div className="display-box">
          <Choice<Preferences['language']>
            name="language"
            legend={t('language.label')}
            options={languages.map((it) => [it, t(`language.${it}`)])}
            chosen={language}
            onChoose={(it) => setPreferences({ language: it })}
          />
          <Choice<Preferences['theme']>
            name="theme"
            legend={t('theme.label')}
            options={(['light', 'dark', 'system'] as const).map((it) => [it, t(`theme.${it}`)])}
            chosen={theme}
            onChoose={(it) => setPreferences({ theme: it })}
          />
          <label>
            <input
              type="checkbox"
              checked={large}
              onChange={(event) => setPreferences({ large: event.target.checked })}
            />{' '}
            {t('largeType')}
          </label>
        </div>
      </details>
    </>
  )
}

interface ChoiceProps<T extends string> {
  name: string
  legend: string
  options: readonly (readonly [T, string])[]
  chosen: T
  onChoose(value: T): void
}

function Choice<T extends string>({ name, legend, options, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />{' '}
          {label}
        </label>
      ))}
    </fieldset>
  )
}
