"""Records to and from JSON documents and flat rows. The only importer of cattrs."""
