using System.Net;
using EmailConsole.Tests.Outbox.Admission;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class MutatedBodiesTests(SendConsole console) : IClassFixture<SendConsole>
{
    [Fact]
    public async Task Post_MutatedBodies_AreAcceptedOrRefusedWithoutAFailure()
    {
        using var client = await SendClient.OpenAsync(console, "mutated.example");
        List<HttpStatusCode> answers = [];
        foreach (var body in Mutations.Of(1_000))
        {
            using var response = await client.PostAsync(body);
            answers.Add(response.StatusCode);
            using var batch = await client.PostAsync([.. "{\"emails\":["u8, .. body, .. "]}"u8], below: "/batch");
            answers.Add(batch.StatusCode);
        }

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.BadRequest],
            answers.Distinct().Order());
    }
}
