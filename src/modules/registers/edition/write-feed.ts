import type { Words } from '#platform/languages/words.ts'

/** An edition as programs that follow a feed are told of it. */
export type FeedItem = {
	/** Stays the same whatever becomes of the edition, and is no address. */
	id: string
	reference: string
	title: string
	about: string
	register: string
	url: string
	changedAt: Date
	issue: number
}

export type Feed = { title: string; language: string; home: string; own: string; items: readonly FeedItem[] }

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

// An element that has to be there where nothing was ever published: the beginning of what clocks count.
const NEVER = new Date(0)

const updatedAt = ({ items }: Feed) =>
	items.reduce((latest, { changedAt }) => (changedAt > latest ? changedAt : latest), NEVER).toISOString()

/** The feed in the Atom Syndication Format (RFC 4287). */
export function writeAtom({ t }: Pick<Words, 't'>, feed: Feed): string {
	const entries = feed.items.map(
		(item) => `	<entry>
		<id>urn:uuid:${escaped(item.id)}</id>
		<title>${escaped(item.title)}</title>
		<updated>${item.changedAt.toISOString()}</updated>
		<link rel="alternate" type="text/html" href="${escaped(item.url)}"/>
		<link rel="enclosure" type="application/pdf" href="${escaped(`${item.url}/pdf?language=${feed.language}`)}"/>
		<category term="${escaped(item.register)}"/>
		<summary>${escaped(summaryOf(t, item))}</summary>
	</entry>`
	)
	return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(feed.language)}">
	<id>${escaped(feed.own)}</id>
	<title>${escaped(feed.title)}</title>
	<updated>${updatedAt(feed)}</updated>
	<author><name>${escaped(feed.title)}</name></author>
	<link rel="self" type="application/atom+xml" href="${escaped(feed.own)}"/>
	<link rel="alternate" type="text/html" href="${escaped(feed.home)}"/>
${entries.join('\n')}${entries.length > 0 ? '\n' : ''}</feed>
`
}

const summaryOf = (t: Words['t'], { about, reference, issue }: FeedItem) =>
	t('registers.edition.feed.item', { about, number: reference, issue })

/** The same as a JSON Feed (version 1.1, https://www.jsonfeed.org/version/1.1/). */
export const writeJsonFeed = ({ t }: Pick<Words, 't'>, feed: Feed): string =>
	JSON.stringify(
		{
			version: 'https://jsonfeed.org/version/1.1',
			title: feed.title,
			language: feed.language,
			home_page_url: feed.home,
			feed_url: feed.own,
			items: feed.items.map((item) => ({
				id: `urn:uuid:${item.id}`,
				url: item.url,
				title: item.title,
				summary: summaryOf(t, item),
				content_text: summaryOf(t, item),
				date_modified: item.changedAt.toISOString(),
				tags: [item.register],
				attachments: [{ url: `${item.url}/pdf?language=${feed.language}`, mime_type: 'application/pdf' }]
			}))
		},
		null,
		'\t'
	)
