using System.Text.Json;
using EmailConsole.Outbox.Admission;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Api;

/// <summary>Reads <c>{"emails": […]}</c>.</summary>
internal sealed class BatchReader(AdmitEmail admit, IOptions<OutboxOptions> options)
{
    private const string Member = "emails";
    private const int MostFaults = 10;

    /// <param name="body">As sent.</param>
    /// <param name="messageIdDomain">What stands after the @ of each Message-ID.</param>
    /// <param name="faults">Takes what is wrong with the batch as a whole.</param>
    /// <returns>Null where something is.</returns>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public List<BatchItem>? Read(ReadOnlySpan<byte> body, string messageIdDomain, EmailFaults faults)
    {
        var json = RequestJson.Open(body);
        List<BatchItem>? items = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(RequestJson.Root, "Use an object, {\"emails\": [ … ]}.");
            json.Skip();
        }
        else
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref json, ref items, messageIdDomain, faults);
            }

            if (items is not { Count: > 0 } && !faults.Any)
            {
                faults.Add(Member, "Name at least one message.");
            }
        }

        RequestJson.Close(ref json);
        return faults.Any ? null : items;
    }

    private void ReadMember(ref Utf8JsonReader json, ref List<BatchItem>? items, string messageIdDomain, EmailFaults faults)
    {
        var name = JsonText.Enter(ref json);
        if (name != Member)
        {
            faults.Add(name, "There is no such member; a batch has emails alone.");
            json.Skip();
        }
        else if (items is not null)
        {
            faults.Add(Member, SeenMembers.Twice);
            json.Skip();
        }
        else if (json.TokenType != JsonTokenType.StartArray)
        {
            faults.Add(Member, "Use an array of messages.");
            json.Skip();
        }
        else
        {
            items = ReadItems(ref json, messageIdDomain, faults);
        }
    }

    private List<BatchItem> ReadItems(ref Utf8JsonReader json, string messageIdDomain, EmailFaults faults)
    {
        List<BatchItem> items = [];
        var most = options.Value.MaxBatch;
        var count = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= most)
            {
                json.Skip();
                continue;
            }

            var own = new EmailFaults(MostFaults);
            items.Add(new BatchItem(admit.Admit(ref json, RequestJson.Root, messageIdDomain, own), own));
        }

        if (count > most)
        {
            faults.Add(Member, $"Use at most {most} messages (Outbox:MaxBatch); there are {count}.");
        }

        return items;
    }
}

/// <summary>One message of a batch.</summary>
/// <param name="Email">Null: it is refused.</param>
/// <param name="Faults">Why.</param>
internal readonly record struct BatchItem(NewEmail? Email, EmailFaults Faults);
