import { createServer } from 'vite'

/** `npm run dev`: the console with reload on change, before a running server (ZHISHU_URL, or port 8600). */
const server = await createServer({ configFile: `${import.meta.dirname}/vite.config.ts` })
await server.listen()
server.printUrls()
