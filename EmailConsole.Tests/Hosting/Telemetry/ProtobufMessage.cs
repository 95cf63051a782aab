using System.Text;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>The fields of an encoded message, read without its schema.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, byte[] Bytes, ulong Number)> _fields = [];

    public ProtobufMessage(ReadOnlySpan<byte> encoded)
    {
        while (encoded.Length > 0)
        {
            var tag = ReadNumber(ref encoded);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, [], ReadNumber(ref encoded)));
                    break;
                case 1:
                    encoded = encoded[8..];
                    break;
                case 2:
                    var length = (int)ReadNumber(ref encoded);
                    _fields.Add((field, encoded[..length].ToArray(), 0));
                    encoded = encoded[length..];
                    break;
                case 5:
                    encoded = encoded[4..];
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7}.");
            }
        }
    }

    public IEnumerable<ProtobufMessage> Messages(int field) => Find(field).Select(f => new ProtobufMessage(f.Bytes));

    public string Text(int field) => Encoding.UTF8.GetString(Find(field).Select(f => f.Bytes).FirstOrDefault() ?? []);

    public string Hex(int field) => Convert.ToHexStringLower(Find(field).Select(f => f.Bytes).FirstOrDefault() ?? []);

    public ulong Number(int field) => Find(field).Select(f => f.Number).FirstOrDefault();

    private IEnumerable<(int Field, byte[] Bytes, ulong Number)> Find(int field) => _fields.Where(f => f.Field == field);

    private static ulong ReadNumber(ref ReadOnlySpan<byte> from)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[0];
            from = from[1..];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
