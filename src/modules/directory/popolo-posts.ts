import type { OrganizationFacts } from './organization-facts.ts'

type Structure = OrganizationFacts['structures'][number]

export type Post = {
	'@type': 'Post'
	id: string
	label: string
	role: string
	role_id: string
	organization_id: string | undefined
	start_date: string | null
	end_date: string | null
	/** Who holds it now. */
	held_by_ids: (string | undefined)[]
	/** The memberships through which it is held. */
	memberships: { id: string }[]
}

type Naming = {
	/** The identifier in the document of an organization. */
	at(id: string | null): string | undefined
	memberOf(id: string): object
	meaning(set: 'membership-role' | 'capacity', word: string): string
	say(set: 'membership-role', word: string): string
}

/** Who holds the two offices of a structure; a secretariat is a structure of its own, else an actor. */
const holders = (structure: Structure) =>
	[
		{ office: 'chair', holder: structure.chair },
		{ office: 'secretariat', holder: structure.secretariat ?? structure.secretariatActor }
	] as const

/**
 * The posts of chair and secretariat of each structure, held through the holder's open membership of that role or, where it
 * has none, through a membership added for it: a chair need not be a member. `postOf` tells the post of each membership.
 */
export function chairAndSecretariat(facts: OrganizationFacts, { at, memberOf, meaning, say }: Naming) {
	const open = new Map(
		facts.memberships
			.filter((one) => one.to === null && one.kind !== 'recommended')
			.map((one) => [`${one.structure} ${one.actor} ${one.role}`, one.id])
	)
	const posts: Post[] = []
	const memberships: object[] = []
	const postOf = new Map<string, string>()
	for (const structure of facts.structures) {
		const address = at(structure.id) ?? ''
		for (const { office, holder } of holders(structure)) {
			if (holder === null) continue
			const id = `${address}#${office}`
			const role = { role: office, role_id: meaning('membership-role', office) }
			const membership = open.get(`${structure.id} ${holder} ${office}`)
			const through = membership === undefined ? `${address}#${office}-held` : `${address}#membership-${membership}`
			if (membership !== undefined) postOf.set(membership, id)
			else
				memberships.push({
					'@type': 'Membership',
					id: through,
					member: memberOf(holder),
					organization_id: address,
					...role,
					post_id: id
				})
			posts.push({
				'@type': 'Post',
				id,
				label: say('membership-role', office),
				...role,
				organization_id: address,
				start_date: null,
				end_date: null,
				held_by_ids: [at(holder)],
				memberships: [{ id: through }]
			})
		}
	}
	return { posts, memberships, postOf }
}

/** The offices nominated to a structure, each a post held through the membership of the actor it stands for. */
export function nominationPosts(facts: OrganizationFacts, { at, meaning }: Pick<Naming, 'at' | 'meaning'>): Post[] {
	const sits = new Map(facts.memberships.filter((one) => one.kind !== 'recommended').map((one) => [one.id, one]))
	return facts.nominations.flatMap((one): Post[] => {
		const membership = sits.get(one.membership)
		if (!membership) return []
		const address = at(membership.structure) ?? ''
		return [
			{
				'@type': 'Post',
				id: `${address}#nomination-${one.id}`,
				label: one.office,
				role: one.capacity,
				role_id: meaning('capacity', one.capacity),
				organization_id: address,
				start_date: one.from,
				end_date: one.to,
				held_by_ids: one.to === null ? [at(membership.actor)] : [],
				memberships: [{ id: `${address}#membership-${membership.id}` }]
			}
		]
	})
}
