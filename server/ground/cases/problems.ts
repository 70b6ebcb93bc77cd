import { problems } from '../../base/problem.ts'

export const refuse = problems('cases', {
  notFound: { status: 404, zh: '没有这个事项', en: 'There is no such case' },
  wrongState: {
    status: 409,
    zh: '事项现处于“{state}”，不能办理“{move}”',
    en: 'The case is {state}; the move {move} is not possible now',
    remedy: { zh: '可办理：{possible}', en: 'Possible now: {possible}' },
  },
  unknownMove: { status: 422, zh: '此类事项没有“{move}”这一步', en: 'This kind of case has no move {move}' },
  notYourMove: {
    status: 403,
    zh: '“{move}”应由{party}办理',
    en: 'The move {move} belongs to {party}',
    remedy: { zh: '请联系{party}', en: 'Ask {party}' },
  },
  ownForm: {
    status: 409,
    zh: '“{move}”有专门的办理入口，不能在此直接办理',
    en: 'The move {move} is made in its own form, not here',
  },
  reasonNeeded: { status: 422, zh: '办理“{move}”须说明理由', en: 'The move {move} needs a reason' },
  notYourEntry: {
    status: 403,
    zh: '只有提供部门 {party} 或其主管部门 {competent} 可以登记目录更新情形',
    en: 'Only the provider {party} or its competent department {competent} notes that an entry must change',
    rule: 'catalog.change.submit',
  },
  changeNoted: {
    status: 409,
    zh: '该条目已登记更新情形（事项 {case}），尚未报送',
    en: 'It is noted already that this entry must change (case {case})',
    rule: 'catalog.change.submit',
    remedy: { zh: '更新条目并报送审核', en: 'Update the entry and submit it' },
  },
  noClock: { status: 409, zh: '事项没有正在计算的期限', en: 'No clock runs in this case' },
  clockOver: {
    status: 409,
    zh: '期限已届满，不能再延长',
    en: 'The term has ended; it can no longer be extended',
  },
  extendedOnce: { status: 409, zh: '期限只能延长一次', en: 'A term may be extended only once' },
  notExtensible: { status: 409, zh: '该期限不得延长', en: 'This term may not be extended' },
  extensionTooLong: {
    status: 422,
    zh: '最多可延长 {most} 个单位（{unit}），不能延长 {days}',
    en: 'The extension may be at most {most} {unit}, not {days}',
  },
})
