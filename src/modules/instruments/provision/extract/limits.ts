/** How much of a file is read before it is refused. */
export type ExtractLimits = {
	/** Of the file as it was sent. */
	fileBytes: number
	/** Of the parts of a DOCX that hold text, unpacked. */
	unpackedBytes: number
	/** Of a PDF. */
	pages: number
	/** Of the text that comes out, in UTF-16 units. */
	characters: number
	/** From the start of the process to its answer. */
	milliseconds: number
	/** For the reading process's heap. */
	heapMegabytes: number
	/** For all that the reading process holds, its program of some 100 MB included. */
	memoryMegabytes: number
}

// A file of 2,000 pages of law is 3 to 6 million characters; read from a DOCX it takes some 370 MB, from a PDF 290 MB. A machine of 4 GB
// carries a country, and leaves the service 2 GB (deploy/pitso.service).
export const standardLimits: ExtractLimits = {
	fileBytes: 50_000_000,
	unpackedBytes: 80_000_000,
	pages: 5_000,
	characters: 10_000_000,
	milliseconds: 120_000,
	heapMegabytes: 640,
	memoryMegabytes: 896
}
