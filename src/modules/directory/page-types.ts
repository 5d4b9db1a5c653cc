import type { z } from 'zod'
import type { LeadItem, MandateItem, MembershipItem, NominationItem, StructureItem } from './outputs.ts'

export type Membership = z.output<typeof MembershipItem>
export type Nomination = z.output<typeof NominationItem>
export type Mandate = z.output<typeof MandateItem>
export type Lead = z.output<typeof LeadItem>
export type Structure = z.output<typeof StructureItem>
