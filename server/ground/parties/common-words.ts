/** Words that passwords are made of most: the head of published lists, keyboard rows, and words of this field. */
export const commonWords: readonly string[] = [
  'password', 'passw0rd', 'p@ssw0rd', 'passphrase', 'welcome', 'letmein', 'changeme', 'default', 'secret', 'login', 'user', 'guest',
  'admin', 'administrator', 'root', 'system', 'manager', 'operator', 'auditor', 'officer', 'test', 'demo', 'temp', 'qwertyuiop', 'qwerty',
  'asdfghjkl', 'asdf', 'zxcvbnm', 'zxcv', '1qaz', '2wsx', '3edc', 'qazwsx', 'q1w2e3r4', '1q2w3e4r', 'abcdefgh', 'abcdef', 'abcd', 'abc',
  '1234567890', '0123456789', '123456789', '12345678', '1234567', '123456', '12345', '1234', '123', '987654321', '654321', '0000', '1111',
  '8888', '6666', '520', '1314', '5201314', 'iloveyou', 'woaini', 'woaiwojia', 'monkey', 'dragon', 'sunshine', 'princess', 'football',
  'baseball', 'master', 'hello', 'freedom', 'whatever', 'superman', 'zhongguo', 'china', 'beijing', 'shanghai', 'guangdong',
  'guangzhou', 'shenzhen', 'pingshan', 'zhengfu', 'government', 'zhishu', 'shuju', 'data', 'shujuju', 'zhengwu', 'gongxiang', 'mima',
  'nihao', 'wangluo', 'anquan', 'security', 'huawei', 'tencent', 'alibaba', 'weixin', '密码', '治数', '政务', '数据', '政府',
  '2020', '2021', '2022', '2023', '2024', '2025', '2026', '2027',
]
