import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../base.css'
import './open.css'
import { applyTokens } from '../theme.ts'
import { OpenPages } from './OpenPages.tsx'

applyTokens(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light', false)
const place = document.getElementById('app')
if (!place) throw new Error('the page has no #app')
createRoot(place).render(
  <StrictMode>
    <OpenPages />
  </StrictMode>,
)
