import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './base.css'
import './shell/shell.css'
import './parts/parts.css'
import './parts/content.css'
import { queryClient } from './api/queries.ts'
import { LanguageProvider } from './parts/text.tsx'
import { router } from './router.tsx'
import { openPreferences } from './shell/preferences.ts'
import { openTexts } from './texts/index.ts'

const { language } = openPreferences()
await openTexts(language)

const place = document.getElementById('app')
if (!place) throw new Error('the page has no #app')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <RouterProvider router={router} />
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)
