import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.ZHISHU_URL ?? 'http://127.0.0.1:8600'
const proxied = ['/api', '/ledger', '/delta-sharing', '/demo.json']

/** In development as on the server: `/open…` is the public entry. */
const publicEntry: Plugin = {
  name: 'public-entry',
  configureServer({ middlewares }) {
    middlewares.use((request, _reply, next) => {
      if (/^\/open(\/|\?|$)/.test(request.url ?? '')) request.url = '/open.html'
      next()
    })
  },
}

/** Two entries: the console (index.html) and the public pages without its weight (open.html). */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), publicEntry],
  // The server puts a fresh nonce in its place with every answer (server/base/http/site.ts).
  html: { cspNonce: 'ZHISHU-NONCE' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: ['index.html', 'open.html'].map((page) => `${import.meta.dirname}/${page}`) },
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.ZHISHU_DEV_PORT ?? 8601),
    strictPort: true,
    proxy: Object.fromEntries(
      proxied.map((path) => [path, { target: server, changeOrigin: true, headers: { origin: server } }]),
    ),
  },
})
