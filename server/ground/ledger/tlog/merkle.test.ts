import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  append,
  consistencyRanges,
  emptyFrontier,
  type Frontier,
  type Hash,
  inclusionRanges,
  leafHash,
  type Node,
  nodeHash,
  proveConsistency,
  proveInclusion,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const published = {
  leaves: [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
}

test('the roots of the published example trees of RFC 6962 come out', () => {
  const leaves = published.leaves.map((hex) => leafHash(Buffer.from(hex, 'hex')))
  const roots = published.roots.map((_, n) => Buffer.from(rootOf(append(emptyFrontier, leaves.slice(0, n)))))
  assert.deepEqual(
    roots.map((root) => root.toString('hex')),
    published.roots,
  )
})

test('appending one by one, in batches or all at once gives the same tree', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (batches) => {
      let frontier: Frontier = emptyFrontier
      for (const batch of batches) frontier = append(frontier, leavesOf(frontier.size, batch))
      assert.deepEqual(frontier, append(emptyFrontier, leavesOf(0, frontier.size)))
    }),
  )
})

test('every entry of every tree up to 70 entries is proven, and nothing else is', () => {
  const trees = Array.from({ length: 71 }, (_, size) => treeOf(size))
  for (const [size, tree] of trees.entries()) {
    for (let index = 0; index < size; index++) {
      const proof = proveInclusion(index, size, tree.read)
      const leaf = tree.read({ level: 0, index })
      assert.equal(verifyInclusion(leaf, index, size, proof, tree.root), true)
      assert.equal(verifyInclusion(leafHash('other'), index, size, proof, tree.root), false)
      assert.equal(verifyInclusion(leaf, (index + 1) % size, size, proof, tree.root), size === 1)
      assert.equal(verifyInclusion(leaf, index, size, [...proof, leaf], tree.root), false)
      assert.equal(verifyInclusion(leaf, index, size, proof.slice(1), tree.root), size === 1)
    }
  }
})

test('every tree up to 70 entries is proven to go on from every older one, and from no other', () => {
  const trees = Array.from({ length: 71 }, (_, size) => treeOf(size))
  const forked = leafHash('forked')
  for (const [size, tree] of trees.entries()) {
    for (let old = 0; old <= size; old++) {
      const proof = proveConsistency(old, size, tree.read)
      const oldRoot = trees[old]?.root ?? forked
      assert.equal(verifyConsistency(old, oldRoot, size, tree.root, proof), true)
      assert.equal(verifyConsistency(old, forked, size, tree.root, proof), false)
      assert.equal(verifyConsistency(old, oldRoot, size, forked, proof), old === 0 && size > 0)
      assert.equal(verifyConsistency(old, oldRoot, size, tree.root, [...proof, forked]), false)
    }
  }
})

test('proofs hold in larger trees of any size', () => {
  const all = treeOf(5000)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(4999), fc.nat(5000), (size, entry, older) => {
      const index = entry % size
      const old = older % (size + 1)
      const [root, oldRoot] = [all.rootAt(size), all.rootAt(old)]
      const leaf = all.read({ level: 0, index })
      assert.equal(verifyInclusion(leaf, index, size, proveInclusion(index, size, all.read), root), true)
      const consistency = proveConsistency(old, size, all.read)
      assert.equal(verifyConsistency(old, oldRoot, size, root, consistency), true)
    }),
    { numRuns: 60 },
  )
})

test('sizes beyond 2^31 neither wrap nor loop', () => {
  const size = 2 ** 40 + 12_345
  assert.equal(inclusionRanges(2 ** 33 + 7, size).length, 41)
  assert.equal(
    consistencyRanges(2 ** 40, size).every(({ start, end }) => start < end),
    true,
  )
  assert.throws(() => inclusionRanges(5, 5), RangeError)
  assert.throws(() => consistencyRanges(6, 5), RangeError)
})

function leavesOf(from: number, count: number): Hash[] {
  return Array.from({ length: count }, (_, i) => leafHash(`entry ${from + i}`))
}

/** A tree that is held whole, level by level: the slow way, against which the fast way is measured. */
function treeOf(size: number) {
  const levels: Hash[][] = [leavesOf(0, size)]
  for (let below = levels[0] ?? []; below.length > 1; ) {
    const above: Hash[] = []
    for (let i = 0; i + 1 < below.length; i += 2) above.push(nodeHash(at(below, i), at(below, i + 1)))
    levels.push(above)
    below = above
  }
  const rootAt = (n: number): Hash => {
    const slow = (start: number, end: number): Hash => {
      if (end - start === 1) return at(levels[0] ?? [], start)
      let split = 1
      while (split * 2 < end - start) split *= 2
      return nodeHash(slow(start, start + split), slow(start + split, end))
    }
    return n === 0 ? rootOf(emptyFrontier) : slow(0, n)
  }
  return { read: ({ level, index }: Node) => at(levels[level] ?? [], index), rootAt, root: rootAt(size) }
}

function at(hashes: readonly Hash[], index: number): Hash {
  const hash = hashes[index]
  if (!hash) throw new RangeError(`No hash ${index}`)
  return hash
}
