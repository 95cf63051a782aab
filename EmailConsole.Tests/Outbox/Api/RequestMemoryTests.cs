using EmailConsole.Outbox;
using EmailConsole.Outbox.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class RequestMemoryTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly RequestMemory _memory = new(Options.Create(new OutboxOptions { MaxRequestSize = 40 * Megabyte }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_BodyOfSeveralMegabytes_IsWholeAndGivenBack(bool namesItsLength)
    {
        var bytes = new byte[(5 * Megabyte) + 3];
        new Random(1).NextBytes(bytes);
        using (var body = new RequestBody(_memory))
        {
            await body.ReadAsync(Request(bytes, namesItsLength), CancellationToken.None);

            Assert.True(body.Bytes.SequenceEqual(bytes));
            Assert.False(_memory.TryTake(96 * Megabyte));
        }

        Assert.True(_memory.TryTake(96 * Megabyte));
    }

    [Fact]
    public async Task Read_MoreThanIsLeft_IsRefusedAndGivenBack()
    {
        Assert.True(_memory.TryTake(94 * Megabyte));
        using (var body = new RequestBody(_memory))
        {
            await Assert.ThrowsAsync<RequestMemoryException>(() => body.ReadAsync(Request(new byte[5 * Megabyte], true), CancellationToken.None));
        }

        Assert.True(_memory.TryTake(2 * Megabyte));
    }

    [Fact]
    public async Task Read_LengthWithoutItsBytes_TakesLittle()
    {
        using var body = new RequestBody(_memory);
        var request = Request([1], true);
        request.ContentLength = 40 * Megabyte;

        await body.ReadAsync(request, CancellationToken.None);

        Assert.True(_memory.TryTake(94 * Megabyte));
    }

    private static HttpRequest Request(byte[] body, bool namesItsLength)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(body);
        request.ContentLength = namesItsLength ? body.Length : null;
        return request;
    }
}
