package example;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads Avro in Confluent's wire format: a zero byte, the schema's id, the record. Works with every registry that speaks Confluent's API.
 * Confluent's own {@code io.confluent.kafka.serializers.KafkaAvroDeserializer} does the same; it is not in Maven Central.
 */
final class RegistryAvroDeserializer implements Deserializer<GenericRecord> {
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final String registry;

  RegistryAvroDeserializer(String registry) {
    this.registry = registry.replaceAll("/+$", "");
  }

  @Override
  public GenericRecord deserialize(String topic, byte[] data) {
    if (data == null) return null;
    ByteBuffer buffer = ByteBuffer.wrap(data);
    if (data.length < 5 || buffer.get() != 0) throw new SerializationException("not in Confluent's wire format");
    Schema schema = schemas.computeIfAbsent(buffer.getInt(), this::fetch);
    try {
      var decoder = DecoderFactory.get().binaryDecoder(data, 5, data.length - 5, null);
      return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    } catch (IOException error) {
      throw new SerializationException("the record does not follow its schema", error);
    }
  }

  private Schema fetch(int id) {
    var request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id)).timeout(Duration.ofSeconds(5)).build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) throw new SerializationException("the registry knows no schema " + id);
      var answer = new ObjectMapper().readTree(response.body());
      return new Schema.Parser().parse(answer.get("schema").asText());
    } catch (IOException error) {
      throw new SerializationException("the registry does not answer: " + registry, error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new SerializationException("interrupted", error);
    }
  }
}
