import { problems } from '../../base/problem.ts'

export const refuse = problems('share', {
  unknownResource: {
    status: 404,
    zh: '目录中没有这些数据资源：{resources}',
    en: 'The catalogue has no such resources: {resources}',
  },
  withheldResource: {
    status: 403,
    rule: 'catalog.withheld.basis',
    zh: '这些数据资源属于不予共享类：{resources}',
    en: 'These resources are not for sharing: {resources}',
    remedy: {
      zh: '从申请中去掉这些资源；依据见目录条目',
      en: 'Leave them out; the legal basis stands in the catalogue entry',
    },
  },
  ownResource: {
    status: 422,
    zh: '不能向本单位申请本单位的数据：{resources}',
    en: 'A department does not apply for its own resources: {resources}',
  },
  unknownField: {
    status: 422,
    zh: '资源 {resource} 没有这些信息项：{fields}',
    en: 'Resource {resource} has no such items: {fields}',
    remedy: { zh: '按目录条目的信息项填写', en: 'Use the items of the catalogue entry' },
  },
  modeNotOffered: {
    status: 422,
    zh: '资源 {resource} 不提供这些共享方式：{modes}',
    en: 'Resource {resource} is not delivered by these modes: {modes}',
  },
  noSubmission: { status: 404, zh: '没有这件共享申请', en: 'There is no such submission' },
  noLine: { status: 404, zh: '没有这条申请', en: 'There is no such line' },
  noAgreement: { status: 404, zh: '没有这份共享协议', en: 'There is no such agreement' },
  noCorrection: { status: 404, zh: '没有这件校核申请', en: 'There is no such correction request' },
  alreadyFiled: { status: 409, zh: '申请已经提交', en: 'The submission is already filed' },
  notYourOffice: {
    status: 403,
    zh: '须由申请单位的共享工作机构负责人批准',
    en: 'The head of the applicant’s own sharing office has to approve',
    rule: 'share.request.contents',
  },
  periodOver: { status: 422, zh: '使用时限须晚于今天', en: 'The period of use must end after today' },
  askedBefore: {
    status: 409,
    rule: 'share.supplement.once',
    zh: '补充材料只能一次性告知',
    en: 'What is missing is asked for once only',
    remedy: { zh: '请作出同意或者不同意的答复', en: 'Answer now: agree or refuse with reasons' },
  },
  extensionAsked: {
    status: 409,
    rule: 'share.answer.extension',
    zh: '延长答复期限只能申请一次',
    en: 'A longer answer period is asked for once',
  },
  entryWithdrawn: {
    status: 409,
    rule: 'share.refusal.reasoned',
    zh: '提供方已撤下该目录条目，不能再同意；系统将终结这条申请并告知理由',
    en: 'The provider has withdrawn this catalogue entry; the line is being closed and the applicant told why',
  },
  withdrawnResource: {
    status: 409,
    zh: '起草之后，这些目录条目已被撤下：{resources}',
    en: 'These catalogue entries were withdrawn after the application was drafted: {resources}',
    remedy: { zh: '去掉这些资源后重新起草', en: 'Draft the application anew without them' },
  },
  nothingToExtend: {
    status: 409,
    rule: 'share.answer.extension',
    zh: '该申请已经答复或者办结，没有可以延长的答复期限',
    en: 'The line is answered or has ended; no answer period is left to extend',
  },
  noExtension: { status: 409, zh: '没有待批准的延期申请', en: 'No extension waits for a ruling' },
  notCompetent: {
    status: 403,
    rule: 'share.answer.extension',
    zh: '延期须经提供方的同级主管部门 {competent} 批准',
    en: 'The competent department of the provider’s level, {competent}, rules on an extension',
  },
  refusedForForm: {
    status: 422,
    rule: 'share.supplement.once',
    zh: '不得以材料不完整为由直接拒绝',
    en: 'An incomplete form is no ground for refusal',
    remedy: { zh: '一次性告知需要补充的全部材料', en: 'Tell everything that is missing, once' },
  },
  conditionsOnUnconditional: {
    status: 422,
    rule: 'catalog.unconditional.noConditions',
    zh: '无条件共享的数据不得附加条件',
    en: 'No condition may be added to data that is shared unconditionally',
  },
  widerThanAsked: {
    status: 422,
    zh: '还价不能宽于申请：{what}',
    en: 'A counter-offer may not be wider than the application: {what}',
  },
  unknownMask: {
    status: 422,
    zh: '没有脱敏方式 {masks}，可用的有 {known}',
    en: 'There is no mask {masks}; known are {known}',
  },
  notYourRows: {
    status: 403,
    zh: '只有提供方 {provider} 可以预览所提供的数据行',
    en: 'Only the provider, {provider}, may preview the rows it would hand out',
  },
  noOffer: { status: 409, zh: '没有待接受的还价', en: 'There is no open counter-offer' },
  wrongAgreementState: {
    status: 409,
    zh: '协议处于 {state} 状态，可做：{possible}',
    en: 'The agreement is {state}; possible now: {possible}',
  },
  notConsulted: {
    status: 422,
    rule: 'share.provider.end',
    zh: '提供方终止正在提供的服务，须先与需求方协商并报主管部门备案',
    en: 'A provider that ends a running service first consults the demander and files it with the competent department',
    remedy: {
      zh: '填写 consultation：协商情况与备案文号',
      en: 'Fill in consultation: what was agreed and where it was filed',
    },
  },
  notParty: {
    status: 403,
    zh: '只有协议的 {who} 可以这样做',
    en: 'Only the {who} of the agreement may do this',
  },
  unknownCell: {
    status: 422,
    zh: '协议中没有信息项 {field}',
    en: 'The agreement has no item {field}',
  },
})
