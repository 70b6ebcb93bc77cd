import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../api/types.ts'
import { CountText, Localised } from '../../../parts/index.ts'

type Indicator = Verdict['indicators'][number]
type Cause = NonNullable<Indicator['errors']>[number]

/** The way from a figure to the very rows that count against it, as the verdict tells them. */
export function RowLinks({ verdict, indicator }: { verdict: Verdict; indicator: Indicator }) {
  const { t } = useTranslation('provider')
  const { errors, warnings, rowless } = indicator
  if (rowless)
    return (
      <span className="soft">
        <Localised text={rowless} />
      </span>
    )
  if (!errors || !warnings) return <NotTold verdict={verdict} />
  if (errors.length + warnings.length === 0)
    return <span className="soft">{t('quality.nothingAgainst')}</span>
  return (
    <ul className="plain-list">
      {errors.map((cause) => (
        <CauseLine key={`${cause.rule} ${cause.field}`} verdict={verdict} cause={cause} />
      ))}
      {warnings.map((cause) => (
        <CauseLine
          key={`warn ${cause.rule} ${cause.field}`}
          verdict={verdict}
          cause={cause}
          severity="warn"
        />
      ))}
    </ul>
  )
}

interface LineProps {
  readonly verdict: Verdict
  readonly cause: Cause
  readonly severity?: 'warn'
}

function CauseLine({ verdict, cause: { rule, field, count, zh, en }, severity }: LineProps) {
  const { t } = useTranslation('provider')
  return (
    <li>
      <Link
        to="/provider/resources/$id/versions/$n/rejects"
        params={{ id: verdict.resource, n: String(verdict.n) }}
        search={{ ...(rule && { rule }), ...(field && { field }), ...(severity && { severity }) }}
      >
        <CountText count={count} /> {t('version.rows', { count })}
      </Link>{' '}
      {field && (
        <>
          <FieldNames verdict={verdict} field={field} />
          {' · '}
        </>
      )}
      <Localised text={{ zh, en }} />
      {severity && <span className="soft"> ({t('quality.warnings')})</span>}
    </li>
  )
}

/** Items by their titles; a key or a relation names several. */
function FieldNames({ verdict, field }: { verdict: Verdict; field: string }) {
  return field.split(',').map((name, i) => (
    <span key={name}>
      {i > 0 && ' + '}
      <Localised text={verdict.items.find(({ item }) => item === name)?.title ?? { zh: name, en: name }} />
    </span>
  ))
}

/** A verdict of before its causes were told: all faulty rows are what can be shown. */
function NotTold({ verdict: { resource, n, rejected } }: { verdict: Verdict }) {
  const { t } = useTranslation('provider')
  return (
    <span className="soft">
      {t('quality.notTold')}{' '}
      {rejected > 0 && (
        <Link to="/provider/resources/$id/versions/$n/rejects" params={{ id: resource, n: String(n) }}>
          {t('quality.allFaulty')}
        </Link>
      )}
    </span>
  )
}
