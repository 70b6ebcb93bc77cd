import { problems } from '../../base/problem.ts'

/** What the parties room refuses. */
export const refuse = problems('parties', {
  unknownOrg: { status: 404, zh: '没有单位 {orgs}', en: 'There is no organisation {orgs}' },
  unknownPerson: { status: 404, zh: '没有人员 {person}', en: 'There is no person {person}' },
  unknownRole: {
    status: 422,
    zh: '没有角色 {role}，可授予的角色有 {roles}',
    en: 'There is no role {role}; roles to grant are {roles}',
  },
  unknownGrant: { status: 404, zh: '没有这项生效中的授权', en: 'There is no such grant in force' },
  unknownSteward: {
    status: 404,
    zh: '没有这项生效中的资源职责',
    en: 'There is no such stewardship in force',
  },
  taken: {
    status: 409,
    zh: '{what} {id} 已存在',
    en: '{what} {id} exists already',
    remedy: { zh: '换一个标识', en: 'Choose another id' },
  },
  secondCompetent: {
    status: 409,
    zh: '{division} 本级已有主管部门 {held}；每一级只有一个政务数据共享主管部门',
    en: '{division} has the competent department {held} already; each level has one',
    remedy: { zh: '先变更 {held} 的单位类型，再登记新的主管部门', en: 'Change the kind of {held} first' },
  },
  usccTaken: {
    status: 409,
    zh: '统一社会信用代码已属于 {held}',
    en: 'The unified social credit code belongs to {held}',
  },
  changedMeanwhile: {
    status: 409,
    zh: '{org} 的登记与同时办理的另一项登记冲突，请重试',
    en: 'The registration of {org} met another one made at the same time; try again',
  },
  cycle: {
    status: 409,
    zh: '{parent} 是 {org} 的下级，不能作为其上级',
    en: '{parent} is below {org} and cannot be above it',
  },
  changeBeforeForm: {
    status: 409,
    zh: '{org} 现行登记自 {since} 起，变更不能早于该日',
    en: 'The present form of {org} holds since {since}; a change cannot precede it',
  },
  noCompetent: {
    status: 409,
    zh: '{division}（{level}）尚未登记政务数据共享主管部门',
    en: 'No competent department is registered for {division} ({level})',
    remedy: { zh: '请先登记该级主管部门', en: 'Register the competent department of that level first' },
  },
  noMediator: {
    status: 409,
    zh: '{orgs} 没有共同的上一级主管部门',
    en: '{orgs} have no common superior competent department',
  },
  separation: {
    status: 409,
    zh: '管理、运行、审计三类职责不得由同一人兼任：{person} 自 {since} 起担任“{heldZh}”（{familyZh}），不能再担任“{askedZh}”',
    en: 'Nobody combines managing, operating and auditing: {person} holds "{heldEn}" ({family}) since {since} and cannot hold "{askedEn}"',
    remedy: {
      zh: '先解除“{heldZh}”，或改由他人担任“{askedZh}”',
      en: 'End "{heldEn}" first, or give "{askedEn}" to somebody else',
    },
  },
  alreadyGranted: {
    status: 409,
    zh: '{person} 自 {since} 起已担任该角色',
    en: '{person} holds this role since {since} already',
  },
  stewardSeparation: {
    status: 409,
    zh: '同一资源的管理、运行、审计须由三家不同单位承担：{org} 自 {since} 起承担 {resource} 的“{familyZh}”',
    en: 'One resource is managed, operated and audited by three organisations: {org} has "{family}" of {resource} since {since}',
    remedy: {
      zh: '先终止该项职责，或指定其他单位',
      en: 'End that stewardship first, or name another organisation',
    },
  },
  alreadySteward: {
    status: 409,
    zh: '{org} 自 {since} 起已承担该职责',
    en: '{org} holds this stewardship since {since} already',
  },
  ownRole: {
    status: 403,
    zh: '不能变更自己的角色',
    en: 'Nobody changes their own roles',
    remedy: { zh: '请另一名管理员办理', en: 'Ask another administrator' },
  },
  outOfScope: {
    status: 403,
    zh: '{org} 不在 {party} 的管理范围内',
    en: '{org} is outside the reach of {party}',
    remedy: { zh: '请其上级单位的管理员办理', en: 'Ask the administrator of the organisation above it' },
  },
  wrongSignIn: { status: 401, zh: '账号或口令不正确', en: 'The login or the password is wrong' },
  wrongSecret: { status: 401, zh: '系统标识或密钥不正确', en: 'The client id or its secret is wrong' },
  unknownClient: { status: 404, zh: '没有业务系统 {client}', en: 'There is no system {client}' },
  clientEnded: {
    status: 409,
    zh: '业务系统 {client} 已于 {endedAt} 停用',
    en: 'The system {client} was ended at {endedAt}',
    remedy: { zh: '需要时以新的标识重新登记', en: 'Register it anew under another id if it is needed' },
  },
  noPassword: {
    status: 403,
    zh: '只有以口令登录的人员可以修改口令',
    en: 'Only a person who signs in with a password changes one',
  },
  wrongPassword: {
    status: 422,
    zh: '现用口令不正确',
    en: 'The present password is wrong',
    remedy: {
      zh: '重新输入现用口令；忘记的请管理员办理',
      en: 'Type it again; if it is lost, ask an administrator',
    },
  },
  samePassword: {
    status: 422,
    zh: '新口令与现用口令相同',
    en: 'The new password is the present one',
    remedy: { zh: '换一个新口令', en: 'Choose another one' },
  },
  sameOrg: {
    status: 409,
    zh: '{person} 已经在 {org}',
    en: '{person} serves at {org} already',
  },
  tooManyAttempts: {
    status: 429,
    zh: '登录尝试过多，请于 {retryAfterSeconds} 秒后再试',
    en: 'Too many attempts to sign in; try again in {retryAfterSeconds} seconds',
  },
  signInBusy: {
    status: 429,
    zh: '登录人数过多，请稍后再试',
    en: 'Too many people sign in at this moment; try again shortly',
  },
  weakPassword: {
    status: 422,
    zh: '口令不符合要求：{whyZh}',
    en: 'The password is not acceptable: {whyEn}',
    remedy: { zh: '使用由几个不相关词语组成的长口令', en: 'Use a long passphrase of unrelated words' },
  },
})
