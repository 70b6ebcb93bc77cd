import { problems } from '../../base/problem.ts'

export const refuse = problems('ledger', {
  broken: {
    status: 503,
    zh: '存证台账核验不符，已停止服务：{reason}',
    en: 'The ledger does not agree with itself and refuses service: {reason}',
    remedy: {
      zh: '请审计人员核查，系统不会自行修复',
      en: 'Call the auditors; the platform never repairs the ledger itself',
    },
  },
  behind: {
    status: 503,
    zh: '存证台账滞后，为避免无记录运行暂停办理',
    en: 'The ledger has fallen behind; nothing is done without a record',
    remedy: { zh: '请稍后重试', en: 'Try again shortly' },
  },
  busy: {
    status: 503,
    zh: '存证请求过多，请稍后重试',
    en: 'Too many events wait to be recorded; try again shortly',
  },
  tooLarge: {
    status: 413,
    zh: '单条存证内容不得超过 {limitBytes} 字节，较大的材料请以摘要存证',
    en: 'One record holds at most {limitBytes} bytes; put larger evidence in by its digest',
  },
  notWritable: {
    status: 422,
    zh: '内容含有无法存证的字符或数值',
    en: 'The facts hold a character or number that cannot be put on record',
  },
  noEntry: { status: 404, zh: '台账中没有该条目', en: 'The ledger has no such entry' },
  noTile: { status: 404, zh: '没有该瓦片', en: 'There is no such tile' },
  noCheckpoint: { status: 404, zh: '台账尚无检查点', en: 'The ledger has no checkpoint yet' },
  noSuchTree: {
    status: 422,
    zh: '台账现有 {size} 条，没有从 {from} 到 {to} 的增长',
    en: 'The ledger has {size} entries; there is no growth from {from} to {to}',
  },
  notYet: {
    status: 503,
    zh: '该条目尚未并入台账，请稍后重试',
    en: 'The entry is not merged into the ledger yet; try again shortly',
  },
  erased: { status: 409, zh: '该条目的内容已删除', en: 'The body of the entry is erased already' },
})
