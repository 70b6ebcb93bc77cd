export { canonical } from './canonical.ts'
export { hashSecret, hmacSha256, randomSecret, sameSecret, sha256, sha256Hex } from './digest.ts'
export { type KeyProvider, openKeys, type Signer } from './keys.ts'
