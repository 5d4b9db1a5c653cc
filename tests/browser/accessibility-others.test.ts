import { lookAtEveryOther } from './looking.ts'

// The other half of the page routes: a test file of its own, so that both halves are looked at side by side.
lookAtEveryOther(1)
