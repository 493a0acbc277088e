package example;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints every revision of every meeting that Hansard publishes: {@code mvn -q compile exec:java}.
 * KAFKA_BROKERS, SCHEMA_REGISTRY_URL: where. GROUP_ID: who you are; the group's offsets say what you have seen.
 */
public final class Subscriber {
  public static void main(String[] args) {
    String group = env("GROUP_ID", "example-java");
    Map<String, Object> config = Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, env("KAFKA_BROKERS", "127.0.0.1:9092"),
        ConsumerConfig.GROUP_ID_CONFIG, group,
        ConsumerConfig.CLIENT_ID_CONFIG, group,
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    var values = new RegistryAvroDeserializer(env("SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081"));
    // Kept with your data: it makes reading again harmless, after a crash before the commit.
    Map<String, Integer> newest = new HashMap<>();
    var consumer = new KafkaConsumer<>(config, new StringDeserializer(), values);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      consumer.wakeup();
      try { main.join(5_000); } catch (InterruptedException ignored) { Thread.currentThread().interrupt(); }
    }));
    try (consumer) {
      consumer.subscribe(List.of(env("TOPIC", "transcripts.merged.v1")));
      while (true) {
        for (var record : consumer.poll(Duration.ofMillis(500))) {
          GenericRecord meeting = record.value();
          String id = meeting.get("meetingId").toString();
          int revision = (Integer) meeting.get("revision");
          if (revision > newest.getOrDefault(id, 0)) {
            newest.put(id, revision);
            System.out.println(line(meeting));
          }
        }
        consumer.commitSync();
      }
    } catch (WakeupException stopping) {
      // Asked to stop.
    }
  }

  private static String line(GenericRecord meeting) {
    var sources = (List<?>) meeting.get("sources");
    String platforms = sources.stream()
        .map(source -> ((GenericRecord) source).get("platform").toString()).sorted().collect(Collectors.joining(", "));
    return "%s revision %s %s: %s, %d segments from %s".formatted(
        meeting.get("meetingId"), meeting.get("revision"), meeting.get("status"),
        Objects.requireNonNullElse(meeting.get("title"), "untitled"),
        ((List<?>) meeting.get("segments")).size(), platforms);
  }

  private static String env(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
