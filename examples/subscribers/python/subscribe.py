"""Prints every revision of every meeting that Hansard publishes.

    pip install -r requirements.txt && python subscribe.py

KAFKA_BROKERS, SCHEMA_REGISTRY_URL: where. GROUP_ID: who you are; the group's offsets say what you have seen.
"""

import os
import signal

from confluent_kafka import DeserializingConsumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import StringDeserializer

stopping = False


def stop(*_):
    global stopping
    stopping = True


def line(meeting):
    platforms = ", ".join(sorted(source["platform"] for source in meeting["sources"]))
    return (
        f"{meeting['meetingId']} revision {meeting['revision']} {meeting['status']}: "
        f"{meeting['title'] or 'untitled'}, {len(meeting['segments'])} segments from {platforms}"
    )


def main():
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    group = os.environ.get("GROUP_ID", "example-python")
    registry = SchemaRegistryClient({"url": os.environ.get("SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081")})
    consumer = DeserializingConsumer(
        {
            "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "127.0.0.1:9092"),
            "group.id": group,
            "client.id": group,
            "isolation.level": "read_committed",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "key.deserializer": StringDeserializer(),
            "value.deserializer": AvroDeserializer(registry),
        }
    )
    consumer.subscribe([os.environ.get("TOPIC", "transcripts.merged.v1")])
    newest = {}  # Kept with your data: it makes reading again harmless, after a crash before the commit.
    try:
        while not stopping:
            message = consumer.poll(0.5)
            if message is None:
                continue
            if message.error():
                raise SystemExit(str(message.error()))
            meeting = message.value()
            # Without a UUID type in the reader's language the id is a string; fastavro makes a UUID of it.
            meeting_id = str(meeting["meetingId"])
            if meeting["revision"] > newest.get(meeting_id, 0):
                newest[meeting_id] = meeting["revision"]
                print(line(meeting), flush=True)
            consumer.commit(message, asynchronous=False)
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
