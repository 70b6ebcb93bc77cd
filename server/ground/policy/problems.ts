import { problems } from '../../base/problem.ts'

const askProvider = { zh: '请与数据提供单位{providerZh}联系', en: 'Ask the provider, {providerEn}' }

/** What the policy room refuses. */
export const refuse = problems('policy', {
  notAllowed: {
    status: 403,
    zh: '您的角色不能办理“{action}”，该事项由{rolesZh}办理',
    en: 'Your roles do not allow {action}; it belongs to: {rolesEn}',
    remedy: {
      zh: '请本单位担任上述角色的人员办理，或请单位与人员管理员授予相应角色',
      en: 'Ask a colleague who holds that role, or have your administrator of organisations and people grant it',
    },
  },
  tokenOnly: {
    status: 403,
    zh: '此令牌只能读取{agreementZh}的数据',
    en: 'This token reads the data of the {agreementEn} and opens nothing else',
    remedy: { zh: '请以本单位人员身份登录后办理', en: 'Sign in as an official of your organisation' },
  },
  unknownPlan: { status: 404, zh: '没有共享协议 {plan}', en: 'There is no agreement {plan}' },
  notParty: {
    status: 403,
    zh: '共享协议 {plan} 的使用单位不是您所在单位',
    en: 'Your organisation is not the applicant of the agreement {plan}',
    remedy: { zh: '请由本单位另行提出共享申请', en: 'File a request of your own organisation' },
  },
  suspended: {
    status: 403,
    zh: '{agreementZh}已暂停',
    en: 'The {agreementEn} is suspended',
    remedy: askProvider,
  },
  ended: {
    status: 410,
    zh: '{agreementZh}已终止',
    en: 'The {agreementEn} has ended',
    remedy: { zh: '仍有需要的，请重新提出共享申请', en: 'If the need remains, file a new request' },
  },
  notYet: {
    status: 403,
    zh: '{agreementZh}自 {from} 起生效',
    en: 'The {agreementEn} begins on {from}',
  },
  expired: {
    status: 403,
    zh: '{agreementZh}已于 {until} 到期',
    en: 'The {agreementEn} expired after {until}',
    remedy: { zh: '仍有需要的，请重新提出共享申请', en: 'If the need remains, file a new request' },
  },
  modeNotAgreed: {
    status: 403,
    zh: '{agreementZh}约定的方式为{modesZh}，不含{modeZh}',
    en: 'The {agreementEn} allows {modesEn}, not {modeEn}',
    remedy: askProvider,
  },
  undecided: {
    status: 403,
    zh: '共享协议 {plan} 无法判定，按不允许处理',
    en: 'The agreement {plan} could not be judged, so access is denied',
    remedy: { zh: '请联系平台运维人员', en: 'Tell the operators of the platform' },
  },
  planExists: {
    status: 409,
    zh: '{agreementZh}的访问方案已存在',
    en: 'The {agreementEn} has an access plan already',
  },
  planOver: {
    status: 409,
    zh: '{agreementZh}已终止，不能变更',
    en: 'The {agreementEn} has ended and cannot change',
  },
  tokenOutlives: {
    status: 422,
    zh: '令牌有效期应在 {today} 至 {until} 之间',
    en: 'A token may live from {today} to {until}, the end of the agreement',
  },
})
