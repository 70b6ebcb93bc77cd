import { problems } from '../../base/problem.ts'

/** What the duties room refuses. */
export const refuse = problems('duties', {
  noDuty: {
    status: 409,
    zh: '{org} 的“{matter}”尚无承办单位',
    en: 'Nobody is in charge of {matter} for {org}',
    remedy: {
      zh: '请主管部门在职责清单中明确承办单位',
      en: 'Ask the competent department to assign the duty',
    },
  },
  secondHandler: {
    status: 409,
    zh: '{scope} 的“{matter}”自 {since} 起由 {held} 承办；同一事项同一范围只有一个承办单位',
    en: '{matter} for {scope} belongs to {held} since {since}; a matter has one handler in one scope',
    remedy: { zh: '先终止职责 {duty}，再另行指定', en: 'End the duty {duty} first' },
  },
  taken: { status: 409, zh: '职责编号 {duty} 已存在', en: 'The duty {duty} exists already' },
  unknownDuty: { status: 404, zh: '没有生效中的职责 {duty}', en: 'There is no duty {duty} in force' },
})
