import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mod11x10, mod37x36 } from './digits.ts'
import {
  checkValue,
  codeTables,
  element,
  elements,
  generate,
  generated,
  isSynthetic,
  UnknownElement,
} from './index.ts'

/** 'ok', 'missing' or the first error. */
const verdict = (id: string, raw: string) => {
  const { ok, missing, faults } = checkValue(id, raw)
  return missing ? 'missing' : ok ? 'ok' : faults.find(({ severity }) => severity === 'error')?.code
}
const warnings = (id: string, raw: string) => checkValue(id, raw).faults.map(({ code }) => code)

const vectors: Record<string, [raw: string, expected: string][]> = {
  'citizen-id': [
    ['11010519491231002X', 'ok'],
    ['440306198801010018', 'ok'],
    ['810000199408230021', 'ok'],
    ['83000019810715006X', 'ok'],
    ['911124198108030024', 'ok'],
    ['44030820000229001X', 'ok'],
    ['130503670401001', 'ok'],
    ['11010519491231002x', 'ok'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'ok'],
    ['110101190002300013', 'citizen-id.birth'],
    ['110105194912310021', 'citizen-id.check'],
    ['1101051949123100', 'citizen-id.format'],
    ['无', 'missing'],
  ],
  uscc: [
    ['91350100M000100Y43', 'ok'],
    ['91110000600037341L', 'ok'],
    ['91440300708461136T', 'ok'],
    ['91330106673959654P', 'ok'],
    ['51310110501144395U', 'ok'],
    ['91350100m000100y43 ', 'ok'],
    ['91350100M000100Y44', 'uscc.check'],
    ['91350100M000100I43', 'uscc.format'],
    ['9111010857906823XF', 'uscc.check'],
  ],
  orgcode: [
    ['D2143569-X', 'ok'],
    ['60003734-1', 'ok'],
    ['70846113-6', 'ok'],
    ['60003734-2', 'orgcode.check'],
  ],
  mobile: [
    ['13800138000', 'ok'],
    ['+86 138-0013-8000', 'ok'],
    ['12345678901', 'mobile.format'],
    ['11111111111', 'missing'],
  ],
  phone: [
    ['010-12345678', 'ok'],
    ['(0755)28398222', 'ok'],
    ['12345', 'phone.format'],
  ],
  postcode: [
    ['518118', 'ok'],
    ['51811', 'postcode.format'],
  ],
  'bank-card': [
    ['6222021234567890128', 'ok'],
    ['6222021234567890123', 'bank-card.check'],
    ['6222 0212 3456 7890 128', 'ok'],
  ],
  plate: [
    ['粤B12345', 'ok'],
    ['粤BD12345', 'ok'],
    ['粤B12345D', 'ok'],
    ['粤Z1234港', 'ok'],
    ['京A1234警', 'ok'],
    ['粤b·12345', 'ok'],
    ['粤BI2345', 'plate.format'],
    ['粤BO1234', 'plate.format'],
  ],
  passport: [
    ['EA1234567', 'ok'],
    ['E12345678', 'ok'],
    ['EI1234567', 'passport.format'],
  ],
  'business-licence': [
    ['110108000000016', 'ok'],
    ['110108000000017', 'business-licence.check'],
  ],
  vin: [
    ['LSVAM4187C2184847', 'ok'],
    ['1M8GDM9AXKP042788', 'ok'],
    ['LSVAM4186C2184847', 'vin.check'],
    ['LSVAM4187C218484O', 'vin.format'],
  ],
  date: [
    ['2026-11-21', 'ok'],
    ['2026年11月21日', 'ok'],
    ['2023-02-29', 'date.format'],
    ['0991012', 'date.format'],
    ['1700-01-01', 'date.range'],
    ['1900-01-01', 'missing'],
  ],
  division: [
    ['440310', 'ok'],
    ['110101', 'ok'],
    ['440399', 'division.unlisted'],
    ['990101', 'division.unlisted'],
    ['44030', 'division.format'],
  ],
  street: [
    ['440310001', 'ok'],
    ['441900003', 'ok'],
    ['440310', 'street.format'],
  ],
  community: [['440310001001', 'ok']],
  sex: [
    ['1', 'ok'],
    ['男', 'ok'],
    ['未知', 'ok'],
    ['3', 'sex.unlisted'],
    ['无', 'missing'],
  ],
  ethnic: [
    ['01', 'ok'],
    ['汉', 'ok'],
    ['崩龙族', 'ok'],
    ['88', 'ethnic.unlisted'],
  ],
  industry: [
    ['A', 'ok'],
    ['A0111', 'ok'],
    ['0111', 'ok'],
    ['9811', 'industry.unlisted'],
  ],
  country: [
    ['CHN', 'ok'],
    ['156', 'ok'],
    ['中国', 'ok'],
    ['XXX', 'country.unlisted'],
  ],
  education: [
    ['本科', 'ok'],
    ['童生', 'ok'],
  ],
  longitude: [
    ['114.346', 'ok'],
    ['181', 'longitude.range'],
    ['0', 'missing'],
  ],
  email: [
    ['a.b@sz.gov.cn', 'ok'],
    ['a.b@sz', 'email.format'],
  ],
  url: [
    ['https://www.gov.cn/a?b=1', 'ok'],
    ['www.gov.cn', 'url.format'],
  ],
  ip: [
    ['10.0.0.1', 'ok'],
    ['::1', 'ok'],
    ['fe80::1', 'ok'],
    ['256.1.1.1', 'ip.format'],
  ],
  year: [
    ['2026年', 'ok'],
    ['26', 'year.format'],
  ],
  'tax-period': [
    ['202611', 'ok'],
    ['202613', 'tax-period.format'],
  ],
  'person-name': [
    ['张三', 'ok'],
    ['阿卜杜拉·买买提', 'ok'],
    ['John Smith', 'ok'],
    ['张', 'person-name.format'],
    ['13800138000', 'person-name.format'],
  ],
  amount: [
    ['1,234.50', 'ok'],
    ['12,34', 'amount.format'],
    ['53万港币', 'amount.currency'],
  ],
  integer: [
    ['12 人', 'ok'],
    ['12.5', 'integer.format'],
  ],
}
for (const [id, cases] of Object.entries(vectors)) {
  test(`${id} is judged as its standard says`, () => {
    assert.deepEqual(
      cases.map(([raw]) => [raw, verdict(id, raw)]),
      cases,
    )
  })
}

const normals: [id: string, raw: string, normal: string][] = [
  ['citizen-id', '130503670401001', '130503196704010016'],
  ['citizen-id', ' 11010519491231002x ', '11010519491231002X'],
  ['orgcode', 'D2143569-X', 'D2143569X'],
  ['mobile', '+86 138-0013-8000', '13800138000'],
  ['phone', '(0755)28398222', '0755-28398222'],
  ['phone', '01012345678', '010-12345678'],
  ['date', '2026/1/5 0:00:00', '2026-01-05'],
  ['date', '20260105', '2026-01-05'],
  ['datetime', '2026/1/5 9:05', '2026-01-05T09:05:00+08:00'],
  ['datetime', '2026-01-05T01:05:07Z', '2026-01-05T09:05:07+08:00'],
  ['month', '2026年1月', '202601'],
  ['amount', '1,234.50', '1234.5'],
  ['amount', '2380（万元）', '23800000'],
  ['amount', '10万人民币', '100000'],
  ['amount-registered-capital', '53万港币', '530000 HKD'],
  ['amount-registered-capital', '5000.000000万人民币', '50000000 CNY'],
  ['amount-registered-capital', '100(万美元)', '1000000 USD'],
  ['percentage', '12.50％', '12.5'],
  ['integer', '1,204户', '1204'],
  ['longitude', '114.3461234567', '114.346123457'],
  ['division', '440310000000', '440310'],
  ['ethnic', '1', '01'],
  ['ethnic', '毛难族', '36'],
  ['industry', 'A0111', '0111'],
  ['country', '中华人民共和国', 'CHN'],
  ['yes-no', '否', '0'],
  ['person-name', '张　三', '张三'],
  ['person-name', '阿卜杜拉•买买提', '阿卜杜拉·买买提'],
  ['enterprise-name', '深圳市某某（集团）有限公司', '深圳市某某(集团)有限公司'],
]
for (const [id, raw, normal] of normals) {
  test(`${id} ${JSON.stringify(raw)} becomes ${normal}`, () => {
    assert.equal(checkValue(id, raw).normal, normal)
  })
}

test('what history explains is warned of and not refused', () => {
  assert.deepEqual(warnings('citizen-id', '130503670401001'), ['citizen-id.legacy'])
  assert.deepEqual(warnings('division', '430102'), ['division.division'])
  assert.deepEqual(warnings('uscc', generate('uscc', 1)), ['uscc.synthetic'])
  assert.deepEqual(warnings('sex', '男'), ['sex.label'])
})

test('a table whose values are unverified never causes an error', () => {
  for (const { id, kind, table } of elements()) {
    if (kind !== 'code' || codeTables().find((it) => it.id === table)?.evidence !== 'unverified') continue
    assert.deepEqual(warnings(id, '没有这个代码'), [`${id}.unlisted`])
    assert.equal(verdict(id, '没有这个代码'), 'ok')
  }
})

test('a fault speaks both languages and cites its basis', () => {
  assert.deepEqual(checkValue('uscc', '91350100M000100Y44').faults[0], {
    code: 'uscc.check',
    severity: 'error',
    zh: '统一社会信用代码：校验位不正确',
    en: 'Unified social credit code: The check digit is wrong',
    basis: 'GB 32100-2015',
  })
})

test('ISO 7064 in its two hybrid systems', () => {
  assert.equal(mod11x10('11010800000001'), '6')
  assert.equal(mod37x36('A12425GABC1234002'), 'M')
})

test('generated values are valid, repeatable and recognisably nobody’s', () => {
  for (const id of generated()) {
    const values = Array.from({ length: 200 }, (_, seed) => generate(id, seed))
    assert.deepEqual(
      values.filter((value) => !checkValue(id, value).ok),
      [],
      id,
    )
    assert.equal(generate(id, 7), values[7])
    if (isSynthetic(id, values[0] ?? ''))
      assert.ok(
        values.every((value) => isSynthetic(id, value)),
        id,
      )
  }
  assert.ok(new Set(Array.from({ length: 200 }, (_, seed) => generate('uscc', seed))).size > 190)
  assert.equal(isSynthetic('uscc', '91350100M000100Y43'), false)
})

test('every element names its grade, and sensitive ones have a mask', () => {
  for (const { id, sensitive, mask, grade, pi } of elements()) {
    if (sensitive) assert.ok(mask !== null && grade === 4 && pi !== null, id)
  }
  assert.ok(elements().length >= 45)
  assert.throws(() => element('no-such'), UnknownElement)
})
