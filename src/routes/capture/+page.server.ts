import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { installation } from '../installation.server.ts'
import type { PageServerLoad } from './$types'

// Browsers keep this page for when the network is away: it holds nothing of anybody, and may ask the device for its place.
export const load: PageServerLoad = ({ setHeaders }) => {
	setHeaders({ 'permissions-policy': 'camera=(), geolocation=(self), microphone=(), payment=(), usb=()' })
	return { release: installation().facts.version, choices: LIST_MOST }
}
