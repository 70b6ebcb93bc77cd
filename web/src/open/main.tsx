import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../base.css'
import './open.css'
import { OpenPages } from './OpenPages.tsx'
import { openPreferences } from './preferences.ts'

openPreferences()
const place = document.getElementById('app')
if (!place) throw new Error('the page has no #app')
createRoot(place).render(
  <StrictMode>
    <OpenPages />
  </StrictMode>,
)
