import {
  citizenCheck,
  citizenCheckSql,
  luhnPasses,
  luhnPassesSql,
  mod11x10,
  mod11x10PassesSql,
  orgCheck,
  orgPassesSql,
  usccCheck,
  usccPassesSql,
  vinCheck,
  vinPassesSql,
} from '../digits.ts'
import { error, type Hit, warn } from '../faults.ts'
import { codeTable } from '../registry.ts'
import { wholeRegExp, wholeSql } from '../text.ts'
import { realDay } from './days.ts'
import { firstFault, type Kind } from './kind.ts'

/** An identifier of fixed shape with a check digit. */
function checked(
  shape: string,
  passes: (n: string) => boolean,
  passesSql: (n: string) => string,
  more: (n: string) => Hit[] = () => [],
): Kind {
  const whole = wholeRegExp(shape)
  return {
    read: (x) => x,
    judge(n) {
      if (!whole.test(n)) return [error('format')]
      return [...(passes(n) ? [] : [error('check')]), ...more(n)]
    },
    readSql: (x) => x,
    judgeSql: (n) => firstFault([`NOT ${wholeSql(n, shape)}`, 'format'], [`NOT (${passesSql(n)})`, 'check']),
    shortSql: (c) => ({ plain: wholeSql(c, shape), good: passesSql(c) }),
  }
}

/** GB 32100-2015. */
export const uscc = checked(
  '[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}',
  (n) => usccCheck(n.slice(0, 17)) === n.charAt(17),
  usccPassesSql,
  (n) => {
    const hits: Hit[] = []
    if (orgCheck(n.slice(8, 16)) !== n.charAt(16)) hits.push(warn('inner'))
    if (!/^[1-9ANY][1-59]/.test(n)) hits.push(warn('category'))
    if (n.startsWith('999', 2)) hits.push(warn('synthetic'))
    return hits
  },
)

/** GB 11714-1997, without the hyphen. */
export const orgcode = checked(
  '[0-9A-Z]{8}[0-9X]',
  (n) => orgCheck(n.slice(0, 8)) === n.charAt(8),
  orgPassesSql,
)

/** Old business registration number, ISO 7064 MOD 11,10. */
export const regno = checked('[0-9]{15}', (n) => mod11x10(n.slice(0, 14)) === n.charAt(14), mod11x10PassesSql)

/** ISO/IEC 7812. */
export const bankCard = checked('[0-9]{13,19}', luhnPasses, luhnPassesSql, (n) =>
  n.startsWith('999999') ? [warn('synthetic')] : [],
)

/** GB 16735. */
export const vin = checked('[0-9A-HJ-NPR-Z]{17}', (n) => vinCheck(n) === n.charAt(8), vinPassesSql)

const oldCitizen = '[0-9]{15}'
const modern = '[0-9]{17}[0-9X]'
const newCitizen = wholeRegExp(modern)
const provinces = new Set([...codeTable('division').values.map(({ code }) => code.slice(0, 2)), '83'])

/** GB 11643-1999; fifteen-digit numbers become eighteen, born in the nineteen hundreds. */
export const citizenId: Kind = {
  read: (x) => (/^[0-9]{15}$/.test(x) ? modernCitizenId(x) : x),
  judge(n, x) {
    if (!newCitizen.test(n)) return [error('format')]
    const hits: Hit[] = []
    if (!realDay(n.slice(6, 10), n.slice(10, 12), n.slice(12, 14))) hits.push(error('birth'))
    if (citizenCheck(n.slice(0, 17)) !== n.charAt(17)) hits.push(error('check'))
    if (x.length === 15) hits.push(warn('legacy'))
    if (n.startsWith('999')) hits.push(warn('synthetic'))
    else if (!n.startsWith('9') && !provinces.has(n.slice(0, 2))) hits.push(warn('division'))
    return hits
  },
  readSql(x) {
    const longer = `list_transform([substr(${x}, 1, 6) || '19' || substr(${x}, 7, 9)], lambda c: c || ${citizenCheckSql('c')})[1]`
    return `CASE WHEN ${wholeSql(x, oldCitizen)} THEN ${longer} ELSE ${x} END`
  },
  judgeSql: (n) =>
    firstFault(
      [`NOT ${wholeSql(n, modern)}`, 'format'],
      [`NOT (${bornSql(n)})`, 'birth'],
      [`${citizenCheckSql(n)} <> substr(${n}, 18, 1)`, 'check'],
    ),
  shortSql: (c) => ({
    plain: wholeSql(c, modern),
    good: `${bornSql(c)} AND ${citizenCheckSql(c)} = substr(${c}, 18, 1)`,
  }),
}

function bornSql(n: string): string {
  const birth = `try_cast(substr(${n}, 7, 4) || '-' || substr(${n}, 11, 2) || '-' || substr(${n}, 13, 2) AS DATE)`
  return `${birth} IS NOT NULL AND substr(${n}, 7, 4) BETWEEN '1800' AND '2199'`
}

function modernCitizenId(old: string): string {
  const body = `${old.slice(0, 6)}19${old.slice(6)}`
  return body + citizenCheck(body)
}
