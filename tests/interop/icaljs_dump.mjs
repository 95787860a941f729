// What ical.js, the parser of Thunderbird, reads in calendar files.
// stdin: a JSON list of paths; argv: the folder of the package ical.js; stdout: a JSON object, one reading for each path.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(path.join(process.argv[2], "dist", "ical.js")).href);
const LIMIT = 60;

function written(time) {
  if (!time) return null;
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return "floating:" + time.toString();
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

const address = (value) => String(value).replace(/^mailto:/i, "").toLowerCase();

function occurrences(event) {
  const found = [];
  const iterator = event.iterator();
  for (let time = iterator.next(); time && found.length < LIMIT; time = iterator.next()) found.push(written(time));
  return found;
}

function readEvent(component) {
  const value = (name) => component.getFirstPropertyValue(name);
  const event = new ICAL.Event(component);
  const override = value("recurrence-id");
  const organizer = value("organizer");
  const attendees = {};
  for (const attendee of component.getAllProperties("attendee")) {
    const partstat = attendee.getFirstParameter("partstat") || "NEEDS-ACTION";
    attendees[address(attendee.getFirstValue())] = partstat.toUpperCase();
  }
  return {
    uid: value("uid"),
    start: written(value("dtstart")),
    end: value("dtstart") ? written(event.endDate) : null,
    recurrence_id: written(override),
    occurrences: event.isRecurring() && !override ? occurrences(event) : [],
    attendees,
    sequence: value("sequence") ?? 0,
    status: value("status"),
    summary: value("summary"),
    organizer: organizer ? address(organizer) : null,
  };
}

function read(file) {
  const reading = { method: null, events: [], errors: [] };
  ICAL.TimezoneService.reset(); // so that no file is read with the zones of the file before it
  try {
    const parsed = ICAL.parse(fs.readFileSync(file, "utf8"));
    for (const root of Array.isArray(parsed[0]) ? parsed : [parsed]) {
      const calendar = new ICAL.Component(root);
      reading.method = calendar.getFirstPropertyValue("method") ?? reading.method;
      for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
      for (const event of calendar.getAllSubcomponents("vevent")) reading.events.push(readEvent(event));
    }
  } catch (error) {
    reading.errors.push(String(error.message || error));
  }
  return reading;
}

const files = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(Object.fromEntries(files.map((file) => [file, read(file)]))));
