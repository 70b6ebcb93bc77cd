#!/usr/bin/env node
// `npx zhishu …`: the command line of the platform, under a Node that runs TypeScript.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.mjs'
import { runUnderNode } from './runtime.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
ensureInstalled(root)
await runUnderNode(root, 'cli/main.ts', process.argv.slice(2))
