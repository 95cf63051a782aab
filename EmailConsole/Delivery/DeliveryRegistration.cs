using EmailConsole.Deployment;

namespace EmailConsole.Delivery;

public static class DeliveryRegistration
{
    public static void AddDelivery(this IHostApplicationBuilder builder, Home home)
    {
        // Tokens: builder.AddTokens();
        // Advice: builder.AddAdvice();
    }
}
