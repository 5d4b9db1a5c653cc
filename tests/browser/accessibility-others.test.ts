import { lookAtEveryOther } from './looking.ts'

lookAtEveryOther(1)
